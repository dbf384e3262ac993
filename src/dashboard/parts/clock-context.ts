import { createContext, use } from "react";
import { type Clock, clockOf } from "#src/dashboard/words/times.ts";

/** The workspace's time zone. */
export const ClockContext = createContext<Clock>(clockOf("UTC"));
export const useClock = (): Clock => use(ClockContext);
