import { type Logger, pino } from "pino";
import type { LogLevel } from "./log-level.ts";

/** Makes a log of JSON lines on stderr, each of them out before the call returns: this process ends by SIGKILL. */
export function createLogger(level: LogLevel): Logger {
  return pino(
    {
      level,
      base: { name: "tinybird-embedded", pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    pino.destination({ fd: 2, sync: true }),
  );
}
