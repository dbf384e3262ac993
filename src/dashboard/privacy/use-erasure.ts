import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Erasure } from "#src/api/answers.ts";
import { postJson } from "#src/dashboard/api/get.ts";

/** Erases what an address of the API is about; its data is the receipt. */
export function useErasure(workspaceId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, body = {} }: { path: string; body?: object }) => postJson<Erasure>(path, body),
    onSuccess: () => {
      for (const queryKey of [
        ["audit", workspaceId],
        ["figures", workspaceId],
        ["runs", workspaceId, "history"],
      ])
        void client.invalidateQueries({ queryKey });
    },
    // What was asked for bears a caller's number.
    gcTime: 0,
  });
}
