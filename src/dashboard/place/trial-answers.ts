/** What the server that places calls answers and tells. */

export interface Trial {
  /** Speech can be recognized here: one may talk, not only type. */
  recognition: boolean;
  scenarios: { id: string; name: string; description: string; workspace: string }[];
}

export interface PlacedCall {
  sessionId: string;
  workspaceId: string;
  /** Null: the API has not heard of it yet. */
  runId: string | null;
}

export type LineMessage =
  | ({ type: "call" } & PlacedCall)
  | { type: "ended"; outcome?: string }
  | { type: "problem"; message: string };
