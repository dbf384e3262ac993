import { QueryClient } from "@tanstack/react-query";
import { ApiProblem } from "./get.ts";

/** What the API refused will be refused again; what did not get through is tried again. */
export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (count, error) => count < 3 && !(error instanceof ApiProblem && isRefusal(error.status)),
        networkMode: "always",
      },
    },
  });

const isRefusal = (status: number): boolean => status >= 400 && status < 500 && status !== 429;
