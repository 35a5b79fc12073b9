import { AuditError } from "@audit/events";
import {
  exportEvents,
  InterruptedImportError,
  InvalidLineError,
  importEvents,
  type TransferFormat,
} from "@audit/store/transfer";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyRow } from "../../test/arbitrary-rows.ts";
import { collect } from "../contract/contract-case.ts";
import { MemoryEventStore } from "../memory-event-store.ts";
import { eventOfRow } from "./recorded-row.ts";

const formats: readonly TransferFormat[] = ["ndjson", "csv", "cloudevents", "cloudevents-batch"];

/** One thing that happens to bytes on their way. */
const damage = fc.oneof(
  fc.record({ kind: fc.constant("flip" as const), at: fc.nat(), bit: fc.nat({ max: 7 }) }),
  fc.record({ kind: fc.constant("cut" as const), at: fc.nat(), length: fc.nat({ max: 40 }) }),
  fc.record({ kind: fc.constant("end" as const), at: fc.nat() }),
  fc.record({
    kind: fc.constant("put" as const),
    at: fc.nat(),
    bytes: fc.oneof(
      fc.uint8Array({ maxLength: 5 }),
      fc.constantFrom(
        ...['"', "\n", ",", "\\", "{", "[[", "\0", '""', "1e999", "\ufeff"].map((text) =>
          new TextEncoder().encode(text),
        ),
      ),
    ),
  }),
);

function damaged(
  bytes: Uint8Array,
  hits: readonly (typeof damage extends fc.Arbitrary<infer Hit> ? Hit : never)[],
) {
  let list = [...bytes];
  for (const hit of hits) {
    const at = hit.at % (list.length + 1);
    if (hit.kind === "flip") list[at] = (list[at] ?? 0) ^ (1 << hit.bit);
    else if (hit.kind === "cut") list.splice(at, hit.length);
    else if (hit.kind === "end") list = list.slice(0, at);
    else list.splice(at, 0, ...hit.bytes);
  }
  return Uint8Array.from(list);
}

describe("importEvents of what was damaged on its way", () => {
  test.each(formats)(
    "never gives anything but typed errors and counted lines, as %s",
    async (format) => {
      let survived = 0;
      let refused = 0;
      const law = fc.asyncProperty(
        fc.array(anyRow, { minLength: 1, maxLength: 6 }),
        fc.array(damage, { minLength: 1, maxLength: 4 }),
        async (rows, hits) => {
          const from = new MemoryEventStore();
          await from.appendRecorded(rows.flatMap((row) => eventOfRow(row) ?? []));
          const text = (await collect(exportEvents(from, { format }))).join("");
          const bytes = damaged(new TextEncoder().encode(text), hits);
          const to = new MemoryEventStore();
          let told = 0;
          const onInvalidLine = (error: InvalidLineError) => {
            told += 1;
            expect(error.problems.length).toBeGreaterThan(0);
            expect(error.line).toBeGreaterThan(0);
          };
          try {
            const report = await importEvents(to, bytes, { format, onInvalidLine });
            expect(report.invalidLines).toBe(told);
            expect(report.checkpoint.bytes).toBe(bytes.length);
            survived += report.events;
            refused += told;
          } catch (error) {
            // A header that cannot be read.
            expect(error).toBeInstanceOf(InterruptedImportError);
            expect(Object(error).cause).toBeInstanceOf(AuditError);
            expect(format).toBe("csv");
          }
          // What came in can be read, and carried on.
          await collect(to.readAll());
          await collect(exportEvents(to, { format }));
        },
      );
      await fc.assert(law, { numRuns: 300, interruptAfterTimeLimit: 15_000 });
      expect(survived).toBeGreaterThan(50);
      expect(refused).toBeGreaterThan(50);
    },
  );

  test.each(formats)(
    "never gives anything but a typed error of any bytes, as %s",
    async (format) => {
      const pieces = [
        "{",
        "}",
        "[",
        "]",
        '"',
        ",",
        ":",
        "\n",
        "\r\n",
        "\\",
        "1",
        "-",
        "e",
        "id",
        "'",
        "=",
        "\ufeff",
        "null",
        '"metadata"',
      ];
      const any = fc.oneof(
        fc.uint8Array({ maxLength: 200 }),
        fc.array(fc.constantFrom(...pieces)).map((all) => new TextEncoder().encode(all.join(""))),
      );
      const law = fc.asyncProperty(any, async (bytes) => {
        const to = new MemoryEventStore();
        const error = await importEvents(to, bytes, { format, onInvalidLine: "skip" }).catch(
          (error: unknown) => error,
        );
        if (error instanceof Error) expect(error.cause).toBeInstanceOf(InvalidLineError);
      });
      await fc.assert(law, { numRuns: 500, interruptAfterTimeLimit: 10_000 });
    },
  );

  test.each(formats)("refuses a line that nests without end, as %s", async (format) => {
    const deep = "[".repeat(200_000) + "]".repeat(200_000);
    const head = format === "csv" ? "id,timestamp,uid,action,version,metadata,stored\n" : "";
    const line = {
      ndjson: `{"metadata":{"a":${deep}}}\n{"stored":{"metadata":${JSON.stringify(deep)}}}\n${deep}`,
      csv: `a:1,1,u,a.b,1,"{""a"":${deep}}",\na:1,1,u,a.b,1,,"{""metadata"":""${deep}""}"`,
      cloudevents: `{"data":{"metadata":${deep}}}\n${deep}`,
      "cloudevents-batch": `[\n${deep}\n]`,
    }[format];
    const store = new MemoryEventStore();
    const options = { format, onInvalidLine: "skip" } as const;
    const report = await importEvents(store, head + line, options);
    expect(report.events).toBe(0);
    expect(report.invalidLines).toBeGreaterThan(0);
  });
});
