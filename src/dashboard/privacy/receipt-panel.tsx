import { Button } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import type { Erasure } from "#src/api/answers.ts";
import { useClock } from "#src/dashboard/parts/clock-context.ts";
import { Icon } from "#src/dashboard/parts/icon.tsx";
import { Panel } from "#src/dashboard/parts/panel.tsx";
import { receiptRows, receiptText } from "./receipt-text.ts";

/** That something was erased, to be kept: it can be copied and printed. It says nothing of what it was. */
export function ReceiptPanel({ receipt, of }: { receipt: Erasure; of: string }) {
  const clock = useClock();
  const rows = receiptRows(receipt, { of, clock });
  const shown = useRef<HTMLDivElement>(null);
  const [copied, setCopied] = useState("");
  useEffect(() => shown.current?.focus(), []);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(receiptText(rows));
      setCopied("Copied.");
    } catch {
      // A page that does not come over TLS has no clipboard.
      getSelection()?.selectAllChildren(shown.current ?? document.body);
      setCopied("Marked; copy it with your keyboard.");
    }
  };
  return (
    <div className="receipt">
      <Panel title="Receipt of the erasure">
        <div ref={shown} tabIndex={-1} role="group" aria-label="Receipt">
          <dl className="pairs">
            {rows.map(({ name, value }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd className="figure">{value}</dd>
              </div>
            ))}
          </dl>
        </div>
        <p className="soft small">
          Backups of the database, recordings on other machines, and what the providers keep are not reached
          by it.
        </p>
        <div className="receipt-buttons">
          <Button variant="default" leftSection={<Icon name="note" />} onClick={() => void copy()}>
            Copy
          </Button>
          <Button variant="default" leftSection={<Icon name="print" />} onClick={() => window.print()}>
            Print
          </Button>
          <span role="status" className="soft">
            {copied}
          </span>
        </div>
      </Panel>
    </div>
  );
}
