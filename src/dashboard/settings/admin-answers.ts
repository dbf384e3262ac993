/** What the API answers to administrators. */
import type { Role } from "#src/api/answers.ts";

export interface Members {
  members: { id: string; name: string; email: string; role: Role }[];
}

export interface AuditPage {
  entries: {
    id: number;
    happenedAt: string;
    actor: { id: string; kind: "person" | "token" | "command"; name: string; email: string | null };
    action: string;
    runId: string | null;
  }[];
  next: number | null;
}
