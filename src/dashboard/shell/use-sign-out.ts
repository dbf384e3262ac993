import { useQueryClient } from "@tanstack/react-query";
import { postJson } from "#src/dashboard/api/get.ts";

/** Nothing that was read stays in the page afterwards. */
export function useSignOut(): () => void {
  const client = useQueryClient();
  return () => {
    void postJson("/api/auth/sign-out", {})
      .catch(() => undefined)
      .then(() => {
        client.clear();
        location.assign("/sign-in");
      });
  };
}
