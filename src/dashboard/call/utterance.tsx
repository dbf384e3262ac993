import type { RunEvent } from "#src/api/answers.ts";
import { piecesOf } from "#src/dashboard/words/masks.ts";
import { moneyText } from "#src/dashboard/words/numbers.ts";
import { waitText } from "#src/dashboard/words/times.ts";
import { TurnLatency } from "./turn-latency.tsx";

interface Props {
  event: RunEvent;
  speaker: "tenant" | "agent";
  at: string;
  timings: boolean;
}

export function Utterance({ event: { text, interrupted, latency, costUsd }, speaker, at, timings }: Props) {
  const wait = latency?.["wait_ms"];
  return (
    <li className={`said said-${speaker}`}>
      <p className="said-head">
        <b>{speaker === "agent" ? "EMA" : "Tenant"}</b>
        <span className="figure">{at}</span>
        {wait !== undefined && <span>waited {waitText(wait)}</span>}
        {costUsd !== null && <span className="figure">{moneyText(costUsd)}</span>}
      </p>
      <p className="said-words">
        {text === null || text === "" ? (
          <span className="soft">Words are not kept.</span>
        ) : (
          piecesOf(text).map((piece, index) =>
            piece.mask ? (
              <span
                key={index}
                className="mask"
                title="Not kept: it stands where a name, a number or an address was said"
              >
                {piece.text}
              </span>
            ) : (
              piece.text
            ),
          )
        )}
        {interrupted === true && <span className="cut"> – interrupted</span>}
      </p>
      {latency && timings && <TurnLatency latency={latency} />}
    </li>
  );
}
