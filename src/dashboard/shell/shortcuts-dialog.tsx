import { Button, Kbd } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { shortcuts, shortcutsOn, turnShortcuts } from "./shortcut-keys.ts";

export function ShortcutsDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [on, setOn] = useState(shortcutsOn);
  useEffect(() => {
    if (opened) dialog.current?.showModal();
    else dialog.current?.close();
  }, [opened]);
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby="shortcuts-title" onClose={onClose}>
      <h2 id="shortcuts-title">Keyboard shortcuts</h2>
      <dl className="shortcuts">
        {shortcuts.map(({ keys, does }) => (
          <div key={does}>
            <dt>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <label className="tick">
        <input
          type="checkbox"
          checked={on}
          onChange={({ currentTarget }) => {
            turnShortcuts(currentTarget.checked);
            setOn(currentTarget.checked);
          }}
        />
        Single keys act (turn it off if you speak to your computer)
      </label>
      <Button variant="default" onClick={() => dialog.current?.close()}>
        Close
      </Button>
    </dialog>
  );
}
