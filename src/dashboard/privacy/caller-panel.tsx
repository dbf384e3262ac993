import { Alert, Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { Panel } from "#src/dashboard/parts/panel.tsx";
import { telephoneText } from "#src/dashboard/words/numbers.ts";
import { EraseDialog } from "./erase-dialog.tsx";
import { exportCaller, exportedText } from "./export-caller.ts";
import { ReceiptPanel } from "./receipt-panel.tsx";
import { useErasure } from "./use-erasure.ts";
import "./privacy.css";

/** What is stored of whoever called from a number: to be handed to them, or to be erased. */
export function CallerPanel({ workspaceId }: { workspaceId: string }) {
  const field = useRef<HTMLInputElement>(null);
  const [number, setNumber] = useState("");
  const [missing, setMissing] = useState(false);
  const [asking, setAsking] = useState(false);
  const exporting = useMutation({
    mutationFn: (caller: string) => exportCaller(workspaceId, caller),
    gcTime: 0,
  });
  const erasing = useErasure(workspaceId);
  const digits = number.replaceAll(/\D/g, "");

  const begin = (act: () => void): void => {
    exporting.reset();
    erasing.reset();
    setMissing(digits.length < shortestNumber);
    if (digits.length < shortestNumber) field.current?.focus();
    else act();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    begin(() => exporting.mutate(number));
  };
  const erase = (): void =>
    erasing.mutate(
      { path: `/api/workspaces/${encodeURIComponent(workspaceId)}/erase-caller`, body: { number } },
      {
        onSuccess: () => {
          setAsking(false);
          setNumber("");
        },
      },
    );
  return (
    <>
      <Panel title="A caller's data">
        <p className="soft">
          Whoever called may ask what is stored of them, and that it is erased. Both are written into the
          audit log, without the number.
        </p>
        <form className="caller-form" onSubmit={submit}>
          <TextInput
            ref={field}
            type="tel"
            label="The caller's number"
            placeholder="+1 555 555 0100"
            autoComplete="off"
            size="md"
            value={number}
            error={missing && "Write the whole number first, such as +1 555 555 0100."}
            onChange={({ currentTarget }) => setNumber(currentTarget.value)}
          />
          <div className="caller-buttons">
            <Button type="submit" variant="default" size="md" loading={exporting.isPending}>
              Export everything
            </Button>
            <Button variant="default" size="md" onClick={() => begin(() => setAsking(true))}>
              Erase this caller…
            </Button>
          </div>
        </form>
        {exporting.error && (
          <Alert color="yellow" variant="outline" role="alert" className="alert-warn">
            {exporting.error.message}
          </Alert>
        )}
        <p role="status">{exporting.data && exportedText(exporting.data)}</p>
        <EraseDialog
          opened={asking}
          title="Erase this caller?"
          word={digits.slice(-4)}
          wordLabel="Type the number's last four digits, to be sure"
          action="Erase the caller"
          pending={erasing.isPending}
          error={erasing.error}
          onErase={erase}
          onClose={() => setAsking(false)}
        >
          <p>
            Of <b className="figure">{telephoneText(number.trim())}</b>. It cannot be undone. What goes, in
            this workspace:
          </p>
          <ul>
            <li>every call from the number, those too whose number is no longer kept</li>
            <li>what was said and taken down in them, and their recordings on this machine</li>
            <li>their part in the figures</li>
          </ul>
          <p className="soft">A receipt and an entry in the audit log stay. Neither bears the number.</p>
        </EraseDialog>
      </Panel>
      {erasing.data && <ReceiptPanel receipt={erasing.data} of="All calls of one caller" />}
    </>
  );
}

/** Of digits; whether they are a number, the API says. */
const shortestNumber = 7;
