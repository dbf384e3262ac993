/** What decides who gets in, beside the database. */
import type { Secret } from "#src/config/secret.ts";
import type { Entry } from "./entry.ts";
import type { PasswordCost } from "./password.ts";

export interface AccessParts {
  /** At least 32 characters; signs the cookies of sessions. */
  secret: Secret;
  /** Origin at which people reach the dashboard, such as `https://ema.example.com`. */
  publicUrl: string;
  /** How many proxies in front of the API are believed when they say where a request came from; 0: none. */
  trustedProxies: number;
  /** Calls can be placed from the dashboard. */
  canPlaceCalls: boolean;
  /** A link that lets whoever has it in, as the administrator of every workspace: for a system on one machine alone. */
  entry?: Entry;
  /** Tests hash more cheaply. */
  passwordCost?: PasswordCost;
}
