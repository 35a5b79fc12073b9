import { randomFrom } from "../crash/random.ts";

/** An event as the generator of the original sends it. */
export interface OriginalEvent {
  /** UTC without a zone, with microseconds unless they are 0, as Python's `isoformat` writes it. */
  readonly datetime: string;
  readonly company_id: number;
  readonly event: string;
  readonly payload: { readonly entity_id: string; readonly author: string };
  readonly device: { readonly browser: string; readonly OS: string };
}

const entities = ["user", "group", "file", "file", "file", "folder", "project"] as const;
const actions = ["created", "updated", "updated", "updated", "deleted"] as const;
const hosts = ["tinybird", "auditlog-company", "example", "speedwins", "realtime-dataproducts"];

/** Makes events of the original's shape, over three hours from `begin` on, no two of them in one millisecond. */
export function originalEvents(seed: number, count: number, begin: number): OriginalEvent[] {
  const random = randomFrom(seed);
  const step = Math.floor((3 * 3_600_000) / count);
  const events = Array.from({ length: count }, (_, index) => {
    const company_id = 1 + random.whole(hosts.length);
    const event = `${random.pick(entities)}_${random.pick(actions)}`;
    const entity_id = Array.from({ length: 32 }, () => random.whole(16).toString(16)).join("");
    const author = `author${random.whole(50)}@${hosts[company_id - 1]}.com`;
    const browser = random.pick(["Chrome", "Brave", "Firefox", "Safari"]);
    const OS = random.pick(["Windows", "Linux", "OSX", "iOS", "Android"]);
    const micros = random.whole(5) === 0 ? 0 : 1 + random.whole(999);
    const datetime = isoformat(begin + index * step + random.whole(step), micros);
    return { datetime, company_id, event, payload: { entity_id, author }, device: { browser, OS } };
  });
  return random.shuffled(events);
}

function isoformat(milliseconds: number, micros: number): string {
  const text = new Date(milliseconds).toISOString().slice(0, -1);
  const full = `${text}${String(micros).padStart(3, "0")}`;
  return full.replace(/\.000000$/, "");
}
