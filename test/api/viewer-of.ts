/** Who asks, as a test's header names them: `name workspace=role workspace=role`. */
import type { Viewer } from "#src/api/access/viewer.ts";
import type { Role } from "#src/api/answers.ts";

export function viewerOf(text: string): Viewer | null {
  const [name = "", ...roles] = text.split(" ");
  if (name === "") return null;
  return {
    id: name,
    kind: "person",
    name,
    email: null,
    roles: new Map(roles.map((each) => each.split("=") as [string, Role])),
  };
}
