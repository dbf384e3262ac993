/** Grey lines in place of what is on its way; said once to those who do not see them. */
export function Waiting({ what, lines = 4 }: { what: string; lines?: number }) {
  return (
    <div className="waiting" role="status">
      <span className="unseen">{what} on the way</span>
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} className="waiting-line" />
      ))}
    </div>
  );
}
