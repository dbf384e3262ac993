import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { postJson } from "#src/dashboard/api/get.ts";
import { Panel } from "#src/dashboard/parts/panel.tsx";
import type { PlacedCall, Trial } from "./trial-answers.ts";

interface Props {
  scenarios: Trial["scenarios"];
  onCall: (call: PlacedCall) => void;
}

export function Scenarios({ scenarios, onCall }: Props) {
  const place = useMutation({
    mutationFn: (scenario: string) => postJson<PlacedCall>("/api/trial/calls", { scenario }),
    onSuccess: onCall,
  });
  return (
    <Panel title="Let a simulated tenant call">
      {place.error && (
        <p role="alert" className="danger">
          {place.error.message}
        </p>
      )}
      <ul className="scenarios">
        {scenarios.map(({ id, name, description }) => (
          <li key={id}>
            <div>
              <b>{name}</b>
              <p className="soft">{description}</p>
            </div>
            <Button
              variant="default"
              aria-label={`Call: ${name}`}
              loading={place.isPending && place.variables === id}
              onClick={() => place.mutate(id)}
            >
              Call
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
