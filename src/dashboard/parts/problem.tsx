import { Button } from "@mantine/core";
import { ApiProblem } from "#src/dashboard/api/get.ts";
import { Empty } from "./empty.tsx";

/** Something could not be had: what it means for the reader, and what to do. */
export function Problem({ what, error, again }: { what: string; error: Error; again?: () => void }) {
  const status = error instanceof ApiProblem ? error.status : undefined;
  if (status === 403)
    return (
      <Empty icon="danger" title={`${what}: your role does not allow it`}>
        <p>{error.message}</p>
      </Empty>
    );
  if (status === 404)
    return (
      <Empty icon="search" title={`${what}: there is no such thing here`}>
        <p>It may have been erased, or it belongs to a workspace that is not yours.</p>
      </Empty>
    );
  return (
    <Empty icon="trouble" title={`${what} could not be loaded`}>
      <p>{error.message}</p>
      {again && (
        <Button variant="default" onClick={again}>
          Try again
        </Button>
      )}
    </Empty>
  );
}
