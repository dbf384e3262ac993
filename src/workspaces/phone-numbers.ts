/** Every number has one owner, and no call that EMA passes on comes back to EMA. */
import { PackError } from "./pack-error.ts";
import type { WorkspaceFile } from "./workspace-file.ts";

export function checkPhoneNumbers(workspaces: readonly WorkspaceFile[]): void {
  const owners = new Map<string, string>();
  for (const { file, workspace } of workspaces)
    for (const [index, number] of workspace.phoneNumbers.entries()) {
      const owner = owners.get(number);
      if (owner !== undefined)
        throw new PackError(
          file.placeOf(["phoneNumbers", index]),
          `phoneNumbers[${index}] is a number that workspace "${owner}" answers already`,
          "remove it from one of the two places",
        );
      owners.set(number, workspace.id);
    }
  for (const { file, workspace } of workspaces)
    for (const list of ["ladder", "vendors"] as const)
      for (const [index, { phone }] of workspace[list].entries())
        if (owners.has(phone))
          throw new PackError(
            file.placeOf([list, index, "phone"]),
            `${list}[${index}].phone is a number that EMA itself answers`,
            "give the number of a person",
          );
}
