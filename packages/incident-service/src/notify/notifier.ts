import pRetry from "p-retry";
import type { Settings } from "../settings/settings.ts";
import type { Notice } from "./notice.ts";

type Webhook = Settings["webhooks"][number];

/** What a notifier is made of. */
export interface NotifierOptions {
  readonly webhooks: readonly Webhook[];
  /** Ms between tries, doubled from the first to the last. @defaultValue 1,000 to 60,000 */
  readonly waits?: { readonly first: number; readonly last: number } | undefined;
  /** Ms that one try may take. @defaultValue 10,000 */
  readonly timeout?: number | undefined;
}

/**
 * Tells people of incidents: posts each notice to every webhook, in order, until it is taken.
 *
 * One that does not answer keeps its own notices waiting and nobody else's.
 */
export class Notifier {
  readonly #webhooks: readonly Webhook[];
  readonly #waits: { readonly first: number; readonly last: number };
  readonly #timeout: number;
  readonly #last = new Map<string, Promise<void>>();
  readonly #stopping = new AbortController();

  constructor({ webhooks, waits, timeout }: NotifierOptions) {
    this.#webhooks = webhooks;
    this.#waits = waits ?? { first: 1_000, last: 60_000 };
    this.#timeout = timeout ?? 10_000;
  }

  /** Begins to tell, and calls back for each webhook that has taken it. */
  tell(notice: Notice, onSent: (webhook: string) => void): void {
    for (const webhook of this.#webhooks) {
      const before = this.#last.get(webhook.name) ?? Promise.resolve();
      const sent = before
        .then(() => this.#post(webhook, notice))
        .then(() => onSent(webhook.name))
        // Only the end of the service ends the tries.
        .catch(() => {});
      this.#last.set(webhook.name, sent);
    }
  }

  /** Resolves when everything that there was to tell is told. */
  async settled(): Promise<void> {
    await Promise.all(this.#last.values());
  }

  /** Ends the tries: what has not been told by then is not told. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.settled();
  }

  async #post({ url }: Webhook, notice: Notice): Promise<void> {
    const body = JSON.stringify(notice);
    const { signal } = this.#stopping;
    await pRetry(
      async () => {
        const answer = await fetch(url, {
          method: "POST",
          headers: { "content-type": "application/json", "idempotency-key": notice.uid },
          body,
          signal: AbortSignal.any([signal, AbortSignal.timeout(this.#timeout)]),
        });
        await answer.body?.cancel();
        if (!answer.ok) throw new Error(`The webhook answered ${answer.status}`);
      },
      {
        retries: Number.POSITIVE_INFINITY,
        minTimeout: this.#waits.first,
        maxTimeout: this.#waits.last,
        shouldRetry: () => !signal.aborted,
        signal,
      },
    );
  }
}
