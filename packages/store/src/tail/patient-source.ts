import { CallError } from "../call-error.ts";
import { untilAborted } from "../until-aborted.ts";
import type { TailQuery } from "./tail-query.ts";
import type { TailSource } from "./tail-source.ts";

const longestPause = 30_000;
// Every other error is one of the token, of the data project or of what was asked: it would come again.
const passing: ReadonlySet<string> = new Set(["unreachable", "unavailable", "deadline_passed"]);

/**
 * Gives a source that asks again after an error that passes, however often: after one pause, then after
 * twice as long each time, up to 30 s, and never before the time that Tinybird names.
 */
export function patientSource(
  source: TailSource,
  { pause, clock, signal, onRetry }: TailQuery,
): TailSource {
  const patiently = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
    for (let tries = 0; ; tries += 1) {
      try {
        return await untilAborted(signal, call);
      } catch (error) {
        signal?.throwIfAborted();
        if (!(error instanceof CallError) || !passing.has(error.code)) throw error;
        const grown = Math.max(pause, Math.min(longestPause, pause * 2 ** tries));
        const wait = Math.max(grown, error.retryAfter ?? 0);
        onRetry(error, wait);
        await clock.sleep(wait, signal);
        signal?.throwIfAborted();
      }
    }
  };
  return {
    page: (slice) => patiently(() => source.page(slice)),
    before: (moment, from, to) => patiently(() => source.before(moment, from, to)),
    count: (from, end, width) => patiently(() => source.count(from, end, width)),
  };
}
