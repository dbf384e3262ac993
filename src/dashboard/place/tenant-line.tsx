import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useRef } from "react";
import { Icon } from "#src/dashboard/parts/icon.tsx";
import { Panel } from "#src/dashboard/parts/panel.tsx";
import { Keypad } from "./keypad.tsx";
import type { PlacedCall } from "./trial-answers.ts";
import { useLine } from "./use-line.ts";

interface Props {
  workspaceId: string;
  recognition: boolean;
  onCall: (call: PlacedCall) => void;
}

/** One is the tenant oneself: by typing, or by talking where speech can be recognized. */
export function TenantLine({ workspaceId, recognition, onCall }: Props) {
  const { state, call, say, key, hangUp } = useLine(workspaceId, onCall);
  const field = useRef<HTMLInputElement>(null);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const text = field.current?.value.trim();
    if (!text || !field.current) return;
    say(text);
    field.current.value = "";
  };
  return (
    <div className={state.kind === "idle" ? undefined : "line-open"}>
      <Panel title="Call as the tenant">
        {state.problem && (
          <p role="alert" className="danger">
            {state.problem}
          </p>
        )}
        <p role="status" className="unseen">
          {state.kind === "open"
            ? "The line is open"
            : state.kind === "calling"
              ? "Calling"
              : state.over
                ? "The call is over"
                : ""}
        </p>
        {state.kind === "idle" ? (
          <>
            <p className="soft">
              {state.over ? "The call is over. " : ""}Switch your sound on: EMA answers aloud.{" "}
              {!recognition &&
                "Talking needs speech recognition (pocketsphinx), which is not installed here; typing works."}
            </p>
            <div className="line-start">
              <Button onClick={() => void call("type")}>Call and type</Button>
              {recognition && (
                <Button
                  variant="default"
                  leftSection={<Icon name="microphone" />}
                  onClick={() => void call("talk")}
                >
                  Call and talk
                </Button>
              )}
            </div>
          </>
        ) : (
          <>
            {state.mode === "type" ? (
              <form className="line-say" onSubmit={submit}>
                <TextInput
                  ref={field}
                  aria-label="What the tenant says"
                  placeholder="Say something, then Enter"
                  maxLength={500}
                  autoComplete="off"
                  disabled={state.kind !== "open"}
                />
                <Button type="submit" disabled={state.kind !== "open"}>
                  Say
                </Button>
              </form>
            ) : (
              <p className="line-talk">
                <Icon name="microphone" /> {state.kind === "open" ? "Talk: you are heard." : "Calling…"}
              </p>
            )}
            <div className="line-start">
              <Button color="red" variant="outline" className="hang-up" onClick={hangUp}>
                Hang up
              </Button>
              <Keypad onKey={key} disabled={state.kind !== "open"} />
            </div>
          </>
        )}
      </Panel>
    </div>
  );
}
