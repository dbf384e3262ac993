/** Access as tests have it: at a public address, with passwords that are hashed fast. */
import type { AccessParts } from "#src/api/access/access-parts.ts";
import { Secret } from "#src/config/secret.ts";

export const publicUrl = "https://ema.example.com";

export const testAccess: AccessParts = {
  secret: new Secret("a secret of tests, of 32 characters or more"),
  publicUrl,
  trustedProxies: 0,
  canPlaceCalls: false,
  passwordCost: { N: 2, r: 1, p: 1 },
};
