import type { Erasure } from "#src/api/answers.ts";
import { Empty } from "#src/dashboard/parts/empty.tsx";
import { ReceiptPanel } from "./receipt-panel.tsx";

/** In place of a call that is no more; with the receipt for whoever has erased it on this page. */
export function ErasedCall({ receipt }: { receipt: Erasure | undefined }) {
  return (
    <>
      <h1 className="unseen">Erased call</h1>
      <Empty icon="note" title="This call was erased">
        <p>Nothing of it is kept any more. The audit log says who erased it.</p>
      </Empty>
      {receipt && <ReceiptPanel receipt={receipt} of="One call" />}
    </>
  );
}
