import { randomUUID } from "node:crypto";

/** Tells by its name that nobody called. */
export const newSession = (): string => `simulated-${randomUUID()}`;
