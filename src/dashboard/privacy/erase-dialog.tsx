import { Alert, Button, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";

interface Props {
  opened: boolean;
  title: string;
  /** What goes, and what stays. */
  children: ReactNode;
  /** What is to be typed, and what that is called. */
  word: string;
  wordLabel: string;
  /** On the button that does it. */
  action: string;
  pending: boolean;
  error: Error | null;
  onErase: () => void;
  onClose: () => void;
}

/** Asks before something is erased, so that it is not done by a slip of the thumb. */
export function EraseDialog(props: Props) {
  const { opened, title, children, word, wordLabel, action, pending, error, onErase, onClose } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState("");
  const id = useId();
  useEffect(() => {
    setTyped("");
    if (opened) dialog.current?.showModal();
    else dialog.current?.close();
  }, [opened]);
  const confirmed = typed.trim().toLowerCase() === word.toLowerCase();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (confirmed && !pending) onErase();
  };
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby={`${id}-title`} onClose={onClose}>
      <h2 id={`${id}-title`}>{title}</h2>
      <div className="erase-what">{children}</div>
      <form className="erase-form" onSubmit={submit}>
        <TextInput
          label={wordLabel}
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          size="md"
        />
        {error && (
          <Alert color="yellow" variant="outline" role="alert" className="alert-warn">
            {error.message}
          </Alert>
        )}
        <div className="erase-buttons">
          <Button variant="default" onClick={() => dialog.current?.close()}>
            Keep it
          </Button>
          <Button type="submit" className="button-final" disabled={!confirmed} loading={pending}>
            {action}
          </Button>
        </div>
      </form>
    </dialog>
  );
}
