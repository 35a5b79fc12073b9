import { setTimeout as sleep } from "node:timers/promises";
import { Tinybird } from "@chronark/zod-bird";
import { z } from "zod";
import { token } from "./launch.ts";
import type { Batch, Ledger, SentEvent } from "./ledger.ts";
import type { Random } from "./random.ts";
import type { Target } from "./target.ts";

/** Clients that write on and on. */
export interface Writers {
  /** Lets no new batch begin, and resolves when the running ones are over; the server must be up. */
  pause(): Promise<void>;
  resume(): void;
  /** Has them end after the batch that they are at. */
  stop(): void;
  /** Resolves when all have ended; rejects with the first error that is none of the server's. */
  readonly over: Promise<unknown>;
}

type Send = (batch: Batch) => Promise<void>;

/** Starts one client of each kind. */
export function startWriters(
  ledger: Ledger,
  target: Target,
  gateway: string,
  random: Random,
): Writers {
  let stopped = false;
  let paused: Promise<void> | undefined;
  let resume: () => void = () => undefined;
  const goOn = () => {
    paused = undefined;
    resume();
  };
  const running = new Set<Promise<void>>();
  const write = async (name: string, largest: number, send: Send) => {
    for (let number = 0; !stopped; number += 1) {
      while (paused !== undefined) await paused;
      if (stopped) return;
      const batch = ledger.add(
        sourceOf(target, random),
        events(random, `${name}/${number}`, largest),
      );
      const sending = send(batch).finally(() => running.delete(sending));
      running.add(sending);
      await sending;
      await sleep(random.between(0, 15));
    }
  };
  const plain = (wait: boolean) => plainSender(ledger, target, wait);
  const bird = (wait: boolean) => zodBirdSender(ledger, gateway, wait);
  const over = Promise.all([
    write("plain-wait", 1, plain(true)),
    write("plain", 1, plain(false)),
    write("plain-wait-batch", 200, plain(true)),
    write("plain-batch", 200, plain(false)),
    write("bird-wait", 1, bird(true)),
    write("bird", 1, bird(false)),
    write("bird-wait-batch", 200, bird(true)),
    write("bird-batch", 200, bird(false)),
  ]);
  // It is looked at in the end; until then the others write on.
  over.catch(() => undefined);
  return {
    over,
    pause: async () => {
      paused = new Promise((go) => {
        resume = go;
      });
      await Promise.allSettled(running);
    },
    resume: goOn,
    stop: () => {
      stopped = true;
      goOn();
    },
  };
}

/** One request per batch: what breaks is not sent again. */
function plainSender(ledger: Ledger, target: Target, wait: boolean): Send {
  return async (batch) => {
    const url = await target.up();
    ledger.sends(batch);
    try {
      const response = await fetch(`${url}/v0/events?name=${batch.source}&wait=${wait}`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}` },
        body: batch.events.map((event) => JSON.stringify(event)).join("\n"),
      });
      const text = await response.text();
      ledger.answered(batch, response.status, text);
    } catch (cause) {
      if (wasRefused(cause)) ledger.missed(batch);
      else ledger.broke(batch);
    }
  };
}

function wasRefused(cause: unknown): boolean {
  const reason = cause instanceof Error ? cause.cause : undefined;
  return reason instanceof Error && "code" in reason && reason.code === "ECONNREFUSED";
}

const event = z.object({
  id: z.string(),
  key: z.string(),
  slot: z.number(),
  amount: z.number(),
  note: z.string(),
});

/** Sends the same request up to 10 times until it is answered. */
function zodBirdSender(ledger: Ledger, baseUrl: string, wait: boolean): Send {
  const bird = new Tinybird({ baseUrl, token });
  return async ({ source, events: rows }) => {
    const ingest = bird.buildIngestEndpoint({ datasource: source, event, wait });
    // After the tenth time it takes the answer that it does not have for a wrong one.
    await ingest([...rows]).catch(() => {
      ledger.givenUp += 1;
    });
  };
}

const keys = ["ash", "beech", "cedar", "elm", "fir", "oak", "yew"] as const;
const notes = [
  "",
  "plain",
  'quote " and \\',
  "two\nlines",
  "ünïcødé ✓ 🦉",
  '{"json":[1]}',
] as const;

function events(random: Random, prefix: string, largest: number): SentEvent[] {
  // As many small batches as large ones.
  const count = Math.floor(largest ** random.between(0, 1));
  return Array.from({ length: count }, (_, index) => ({
    id: `${prefix}/${index}`,
    key: random.pick(keys),
    slot: random.whole(3),
    amount: random.whole(2 ** 41) - 2 ** 40,
    note: random.pick(notes),
  }));
}

function sourceOf({ sources }: Target, random: Random): string {
  const [first = "readings"] = sources;
  // Half of everything goes where most views are.
  return random.whole(2) === 0 ? first : (sources[random.whole(sources.length)] ?? first);
}
