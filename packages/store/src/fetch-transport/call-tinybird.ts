import { AbortedError, type Fate, UnavailableError } from "../call-error.ts";
import { quietly } from "../observe/quietly.ts";
import type { CallOptions } from "../transport.ts";
import { backoff } from "./backoff.ts";
import type { Clock } from "./clock.ts";
import { type Asked, judge, unexpected, type Verdict } from "./judge.ts";
import type { Reading } from "./read-answer.ts";
import type { RequestBudget } from "./request-budget.ts";
import { usedUpFor } from "./retry-after.ts";
import { sendTry, type TinybirdRequest } from "./send-try.ts";
import { waitForTurn } from "./wait-for-turn.ts";

/** What every call of a transport shares. */
export interface CallSettings {
  readonly clock: Clock;
  readonly random: () => number;
  readonly budget: RequestBudget;
  readonly retries: number;
}

/** One call, whatever number of tries it takes. */
export interface Call<Answer> extends Asked {
  readonly request: TinybirdRequest;
  /** Left out for a read. */
  readonly datasource?: string;
  /** Ms for all tries, waits included. */
  readonly deadline: number;
  /** Ms for one try. */
  readonly timeout: number;
  readonly onRetry: CallOptions["onRetry"];
  read(status: number, text: string): Reading<Answer>;
}

/** Sends a request until its answer can be read, no further try would help, or the time is over. */
export async function callTinybird<Answer>(
  call: Call<Answer>,
  settings: CallSettings,
): Promise<Answer> {
  const { clock, random, budget, retries } = settings;
  const { what, datasource, signal } = call;
  const end = clock.now() + call.deadline;
  let fate: Fate = "not_done";
  let failure: Verdict | undefined;
  for (let tries = 1; ; tries++) {
    const tooLong = await waitForTurn(budget, clock, datasource, end, signal);
    if (signal?.aborted) throw new AbortedError(what, { cause: signal.reason, fate });
    if (tooLong !== undefined) {
      const facts = { fate, retryAfter: tooLong, ...(failure && { cause: failure.error(fate) }) };
      const why = `none may be sent for ${Math.ceil(tooLong)} ms`;
      throw new UnavailableError(what, facts, why);
    }
    const sent = await sendOnce(call, settings, end);
    if ("answer" in sent) return sent.answer;
    failure = sent;
    if (failure.fate === "unknown") fate = "unknown";
    // Random also where a time is named: others were told the same one.
    const wait = (failure.retryAfter ?? 0) + backoff(tries - 1, random);
    const isLast = tries > retries || clock.now() + wait >= end;
    const error = failure.error(fate);
    if (!failure.isRetryable || isLast) throw error;
    quietly(() => call.onRetry?.({ code: error.code, status: error.status, wait }));
    await clock.sleep(wait, signal);
  }
}

async function sendOnce<Answer>(
  call: Call<Answer>,
  { clock, budget }: CallSettings,
  end: number,
): Promise<Verdict | { readonly answer: Answer }> {
  const left = end - clock.now();
  const outcome = await sendTry(call.request, Math.min(call.timeout, left), call.signal);
  const timeout = left < call.timeout ? call.deadline : call.timeout;
  const verdict = judge(outcome, call, timeout, Date.now());
  if (outcome.kind !== "answered") return verdict ?? unexpected(call.what, 0, "be one");
  const usedUp = usedUpFor(outcome.headers);
  if (usedUp !== undefined) budget.pause(call.datasource, usedUp, clock.now());
  if (outcome.status === 429 && verdict?.retryAfter !== undefined)
    budget.pauseAll(verdict.retryAfter, clock.now());
  if (verdict !== undefined) return verdict;
  const reading = call.read(outcome.status, outcome.text);
  return "answer" in reading ? reading : unexpected(call.what, outcome.status, reading.must);
}
