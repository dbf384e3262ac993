/** The telephone's keys. */
export function Keypad({ onKey, disabled }: { onKey: (digit: string) => void; disabled: boolean }) {
  return (
    <details className="keypad">
      <summary>Keys</summary>
      <div className="keypad-keys">
        {[..."123456789*0#"].map((digit) => (
          <button key={digit} type="button" disabled={disabled} onClick={() => onKey(digit)} aria-label={`Key ${digit}`}>
            {digit}
          </button>
        ))}
      </div>
    </details>
  );
}
