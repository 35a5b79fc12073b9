import { AuditError } from "@audit/events";

/** Whether a call that failed may have been carried out all the same. */
export type Fate = "not_done" | "unknown";

/** What is known of a call that failed, as far as the transport can see it. */
export interface CallFacts {
  readonly cause?: unknown;
  /** HTTP status of the last answer. */
  readonly status?: number | undefined;
  /** Ms after which to come again, as Tinybird or the request budget says. */
  readonly retryAfter?: number | undefined;
  /** @defaultValue `"unknown"` */
  readonly fate?: Fate | undefined;
}

/** Base of the errors of a call to Tinybird. */
export class CallError<Code extends string = string> extends AuditError<Code> {
  override readonly name: string = "CallError";
  /** HTTP status of the last answer; absent where none came or the transport cannot see it. */
  readonly status: number | undefined;
  /** Ms after which to come again; absent where nobody said so. */
  readonly retryAfter: number | undefined;
  /** `"not_done"`: no try was carried out. `"unknown"`: one may have been. */
  readonly fate: Fate;

  constructor(code: Code, message: string, facts: CallFacts = {}) {
    super(code, message, "cause" in facts ? { cause: facts.cause } : {});
    this.status = facts.status;
    this.retryAfter = facts.retryAfter;
    this.fate = facts.fate ?? "unknown";
  }
}

/** Tinybird did not accept the token. The token itself is in no message. */
export class WrongTokenError extends CallError<"wrong_token"> {
  override readonly name = "WrongTokenError";

  constructor(asked: string, facts?: CallFacts) {
    super(
      "wrong_token",
      `Cannot ${asked} as the token must be one that Tinybird knows and grants this`,
      facts,
    );
  }
}

/** Nothing answered at the address, or the connection broke. */
export class UnreachableError extends CallError<"unreachable"> {
  override readonly name = "UnreachableError";

  constructor(asked: string, facts?: CallFacts) {
    super("unreachable", `Cannot ${asked} as Tinybird must be reachable`, facts);
  }
}

/** Tinybird answered every try with 429 or 5xx, or it said before that it would take no more yet. */
export class UnavailableError extends CallError<"unavailable"> {
  override readonly name = "UnavailableError";

  constructor(asked: string, facts?: CallFacts, why = "every try got 429 or 5xx") {
    super("unavailable", `Cannot ${asked} as Tinybird must take requests: ${why}`, facts);
  }
}

/** No answer came in time. */
export class DeadlineError extends CallError<"deadline_passed"> {
  override readonly name = "DeadlineError";
  /** Ms. */
  readonly deadline: number;

  constructor(asked: string, deadline: number, facts?: CallFacts) {
    super(
      "deadline_passed",
      `Cannot ${asked} as Tinybird must answer within ${deadline} ms`,
      facts,
    );
    this.deadline = deadline;
  }
}

/** Too many rows wait already. Nothing was sent; come again when less waits. */
export class QueueFullError extends CallError<"queue_full"> {
  override readonly name = "QueueFullError";
  /** How many rows wait. */
  readonly waitingRows: number;

  constructor(asked: string, waitingRows: number) {
    super(
      "queue_full",
      `Cannot ${asked} as there must be room for more rows: ${waitingRows} wait already`,
      { fate: "not_done" },
    );
    this.waitingRows = waitingRows;
  }
}

/** The caller's signal ended the call; its reason is the `cause`. */
export class AbortedError extends CallError<"aborted"> {
  override readonly name = "AbortedError";

  constructor(asked: string, facts?: CallFacts) {
    super("aborted", `Cannot ${asked} as its signal must not be aborted`, facts);
  }
}

/** Something answered, but not as Tinybird does. */
export class UnexpectedAnswerError extends CallError<"unexpected_answer"> {
  override readonly name = "UnexpectedAnswerError";

  constructor(asked: string, must: string, facts?: CallFacts) {
    super("unexpected_answer", `Cannot ${asked} as the answer must ${must}`, facts);
  }
}

/** Tinybird refused what it was asked. */
export class RefusedError extends CallError<"refused"> {
  override readonly name = "RefusedError";
  readonly #unsafeWords: string;

  /** @param safeWords what of Tinybird's words may stand in a log */
  constructor(asked: string, words: string, facts?: CallFacts, safeWords: string = words) {
    super("refused", `Cannot ${asked} as Tinybird must accept it: it says ${safeWords}`, facts);
    this.#unsafeWords = words;
  }

  /** Gives all of Tinybird's words, which may quote rows and parameters: not for a log. */
  unsafeWords(): string {
    return this.#unsafeWords;
  }
}
