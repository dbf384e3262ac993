/** Speaks the fixed phrases that are not kept yet. */
import { keylessEngines } from "./keyless.ts";

const keyless = await keylessEngines();
await keyless.close();
