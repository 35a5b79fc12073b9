import { day, hour } from "./busy-hours.ts";
import { SeededRandom } from "./seeded-random.ts";

/** An event as Tinybird's public demo-audit-log has it: somebody changed a document of a company. */
export interface DemoEvent {
  /** UTC, without an offset, with six digits after the seconds. */
  readonly datetime: string;
  /** From 1 to 5. */
  readonly company_id: number;
  /** `<entity>_<what was done>`, `"file_updated"`. */
  readonly event: string;
  readonly payload: { readonly entity_id: string; readonly author: string };
  readonly device: { readonly browser: string; readonly OS: string };
}

/** What decides everything that is generated. */
export interface DemoOptions {
  readonly seed: string;
  /** When it begins, in ms since epoch, UTC. */
  readonly from: number;
  readonly days: number;
  readonly events: number;
}

/**
 * Gives so many events in the shape of that demo, in order of their time, more of them by day; pure.
 */
export function* demoEvents({ seed, from, days, events }: DemoOptions): Generator<DemoEvent, void> {
  const random = new SeededRandom(JSON.stringify(["demo", seed, from, days, events]));
  const lottery = (tickets: Readonly<Record<string, number>>) => {
    const drawn = Object.entries(tickets).flatMap(([name, weight]) =>
      Array.from({ length: Math.max(1, weight + random.whole(0, 12)) }, () => name),
    );
    return () => random.pick(drawn);
  };
  const browser = lottery({ Chrome: 45, Brave: 8, Firefox: 21, Safari: 15 });
  const os = lottery({ Windows: 41, Linux: 20, OSX: 32, iOS: 65, Android: 80 });
  const entity = lottery({ user: 6, group: 1, file: 90, folder: 33, project: 15 });
  const done = lottery({ created: 2, updated: 50, deleted: 1 });
  const company = lottery({ 1: 2, 2: 2, 3: 2, 4: 2, 5: 2 });
  let passed = 0;
  for (let left = events; left > 0; left--) {
    // The least of as many uniform numbers as are left: together they are that many, sorted.
    passed += (1 - passed) * (1 - (1 - random.next()) ** (1 / left));
    const companyId = Number(company());
    const micros = String(random.whole(0, 999)).padStart(3, "0");
    yield {
      datetime: `${new Date(momentOf(passed, from, days)).toISOString().slice(0, -1)}${micros}`,
      company_id: companyId,
      event: `${entity()}_${done()}`,
      payload: {
        entity_id: Array.from(random.bytes(16), (byte) => byte.toString(16).padStart(2, "0")).join(
          "",
        ),
        author: `${random.pick(authors)}${random.whole(1, 99)}@company-${companyId}.example`,
      },
      device: { browser: browser(), OS: os() },
    };
  }
}

const authors = ["ada", "grace", "linus", "barbara", "ken", "radia", "donald", "margaret"];

// How much of a day has passed at each of its hours, for people: little at night.
const weights = Array.from({ length: 24 }, (_, at) => (at < 7 || at > 21 ? 1 : at > 8 ? 8 : 4));
const whole = weights.reduce<number>((sum, weight) => sum + weight, 0);

function momentOf(passed: number, from: number, days: number): number {
  const place = passed * days;
  let rest = (place % 1) * whole;
  let at = 0;
  for (const weight of weights) {
    if (rest < weight)
      return Math.floor(from + Math.floor(place) * day + (at + rest / weight) * hour);
    rest -= weight;
    at += 1;
  }
  return from + Math.floor(place) * day + day - 1;
}
