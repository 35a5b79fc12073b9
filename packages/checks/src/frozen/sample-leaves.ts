import { listOf, schemaNode } from "../json-schema/schema-node.ts";

type Keywords = Readonly<Record<string, unknown>>;

/** Texts by the format they have; formats that come with a pattern find theirs by trying all. */
const texts: Readonly<Record<string, string>> = {
  uri: "https://example.com/",
  email: "ada@example.com",
  "date-time": "2024-01-02T03:04:05Z",
  date: "2024-01-02",
  time: "03:04:05",
  duration: "PT1H",
  uuid: "0b5c2f1e-8d7a-4c3b-9e6f-1a2b3c4d5e6f",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
  cidrv4: "192.0.2.0/24",
  cidrv6: "2001:db8::/32",
  base64: "dGV4dA==",
  base64url: "dGV4dA",
  hex: "deadbeef",
  nanoid: "V1StGXR8_Z5jdHi6B-myT",
  ulid: "01ARZ3NDEKTSV4RRFFQ69G5FAV",
  cuid2: "tz4a98xxat96iws9zmbrgj3a",
  e164: "+14155550123",
  hostname: "example.com",
  emoji: "🙂",
};
const others = ["a", "A", "1", "text", "TEXT"];

/** Makes up a text that its schema accepts, named after its key where that fits. */
export function sampleText(node: Keywords, key: string): string {
  const least = Number(node.minLength ?? 0);
  const most = Number(node.maxLength ?? Number.POSITIVE_INFINITY);
  const patterns = [node.pattern, ...listOf(node.allOf).map(patternOf)].filter(
    (pattern) => typeof pattern === "string",
  );
  const { format } = node;
  const named = typeof format === "string" ? texts[format] : undefined;
  // A format without a pattern is known by its name alone: no other text may be tried.
  const candidates =
    typeof format === "string" && patterns.length === 0
      ? [named]
      : [named, key, ...Object.values(texts), ...others];
  for (const candidate of candidates) {
    if (candidate === undefined) continue;
    for (const text of [candidate, candidate.padEnd(least, candidate || "a").slice(0, most)])
      if (
        text.length >= least &&
        text.length <= most &&
        patterns.every((pattern) => new RegExp(pattern, "u").test(text))
      )
        return text;
  }
  throw new Error(
    `Cannot make up "${key}" as a text must be known that fits ${[format, ...patterns].filter(Boolean).join(" and ")}`,
  );
}

function patternOf(part: unknown): unknown {
  const node = schemaNode(part);
  return node === false ? undefined : node.pattern;
}

/** Makes up a number that its schema accepts, the wanted one where that fits. */
export function sampleNumber(node: Keywords, type: "number" | "integer", wanted: number): number {
  const step = typeof node.multipleOf === "number" ? node.multipleOf : 1;
  const low = boundOf(node.minimum, node.exclusiveMinimum, Math.max, Number.NEGATIVE_INFINITY);
  const high = boundOf(node.maximum, node.exclusiveMaximum, Math.min, Number.POSITIVE_INFINITY);
  const fits = (value: number) =>
    value >= low &&
    value <= high &&
    value !== node.exclusiveMinimum &&
    value !== node.exclusiveMaximum &&
    (type === "number" || Number.isInteger(value)) &&
    (node.multipleOf === undefined || Number.isInteger(value / step));
  const found = [
    wanted * step,
    (Math.ceil(low / step) + wanted) * step,
    (Math.ceil(low / step) + 1) * step,
    Math.ceil(low / step) * step,
    Math.floor(high / step) * step,
    (Math.floor(high / step) - 1) * step,
    low,
    (low + high) / 2,
  ].find(fits);
  if (found !== undefined) return found;
  throw new Error(`Cannot make up a number as one must be known from ${low} to ${high}`);
}

function boundOf(
  inclusive: unknown,
  exclusive: unknown,
  tighter: (...bounds: number[]) => number,
  none: number,
): number {
  return tighter(
    ...[inclusive, exclusive].map((bound) => (typeof bound === "number" ? bound : none)),
  );
}
