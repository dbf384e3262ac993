const keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

/** The telephone's keys. */
export function Keypad({ onKey, disabled }: { onKey: (digit: string) => void; disabled: boolean }) {
  return (
    <details className="keypad">
      <summary>Keys</summary>
      <div className="keypad-keys">
        {keys.map((digit) => (
          <button
            key={digit}
            type="button"
            disabled={disabled}
            onClick={() => onKey(digit)}
            aria-label={`Key ${digit}`}
          >
            {digit}
          </button>
        ))}
      </div>
    </details>
  );
}
