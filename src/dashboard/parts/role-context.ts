import { createContext, use } from "react";
import type { Role } from "#src/api/answers.ts";

/** The reader's, in the workspace. */
export const RoleContext = createContext<Role>("viewer");
export const useRole = (): Role => use(RoleContext);
