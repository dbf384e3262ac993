import { ActionIcon, Button, useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
// The address of the built file, which Vite makes the default export.
// oxlint-disable-next-line import/default
import chartAddress from "#machines/call/chart.svg?url";
import type { ChartStep } from "#src/api/answers.ts";
import { type Chart, loadChart } from "#src/inspect/page/chart.ts";
import { leaves } from "#src/inspect/page/step.ts";
import { startViewport, type Viewport } from "#src/inspect/page/viewport.ts";
import { styleNonce } from "#src/dashboard/theme.ts";

/** The picture of the chart, with the states that are active lit up. It can be moved and made larger. */
export function ChartPanel({ step, onClose }: { step: ChartStep | undefined; onClose: () => void }) {
  const scheme = useComputedColorScheme();
  const frame = useRef<HTMLDivElement>(null);
  const buttons = useRef<Record<"closer" | "further" | "whole", HTMLButtonElement | null>>({
    closer: null,
    further: null,
    whole: null,
  });
  const [shown, setShown] = useState<{ chart: Chart; viewport: Viewport }>();
  const [problem, setProblem] = useState<string>();

  useEffect(() => {
    let gone = false;
    const show = async (): Promise<void> => {
      // The picture brings its own styles, which the page's policy lets in by the nonce.
      const chart = await loadChart(() => {}, styleNonce(), chartAddress);
      const { closer, further, whole } = buttons.current;
      if (gone || !frame.current || !closer || !further || !whole) return;
      frame.current.replaceChildren(chart.svg);
      const viewport = startViewport({
        frame: frame.current,
        svg: chart.svg,
        buttons: { closer, further, whole },
        onMoved: () => {},
      });
      setShown({ chart, viewport });
    };
    show().catch((error: unknown) =>
      setProblem(error instanceof Error ? error.message : "It could not be loaded."),
    );
    return () => {
      gone = true;
    };
  }, []);

  useEffect(() => {
    if (!shown) return;
    shown.chart.show(
      step && { kind: "step", effects: [], context: {}, stage: "", ...step, event: { type: step.event } },
    );
    const turn = step && leaves(step.states).find((path) => path.startsWith("live.turn."));
    const group = turn === undefined ? undefined : shown.chart.state(turn);
    if (group) shown.viewport.reveal(group);
  }, [shown, step]);

  const button = (name: "closer" | "further" | "whole", label: string, sign: string) => (
    <ActionIcon
      variant="default"
      size={44}
      aria-label={label}
      title={label}
      ref={(element) => {
        buttons.current[name] = element;
      }}
    >
      {sign}
    </ActionIcon>
  );
  return (
    <section className="chart-panel panel" data-theme={scheme} aria-label="Chart of the call">
      {problem && <p role="alert">{problem}</p>}
      <div className="chart-buttons">
        {button("closer", "Larger", "+")}
        {button("further", "Smaller", "−")}
        {button("whole", "The whole chart", "▢")}
        <Button variant="subtle" className="chart-close" onClick={onClose}>
          Hide the chart
        </Button>
      </div>
      <div ref={frame} className="chart-frame" tabIndex={0} role="region" aria-label="Picture of the chart" />
    </section>
  );
}
