import type { Tinybird } from "@audit/tinybird-embedded";
import type { Tables } from "./benchmark-part.ts";
import type { Lab } from "./lab.ts";
import { forgetMostMemory, residentMemory } from "./resident-memory.ts";
import { round } from "./round.ts";

const rows = 5_000_000;
/** Before it is formatted. */
const resultBytes = 1_000_000_000;

/** Measures a result of many rows: how fast it comes, and what the server's process needs for it. */
export async function measureExport(lab: Lab): Promise<Tables> {
  const server = await lab.start({ queryLimits: { resultBytes, seconds: 600 } });
  await exportRows(server, 1_000);
  await forgetMostMemory(server.pid);
  const before = await residentMemory(server.pid);
  const { bytes, seconds, firstByte } = await exportRows(server, rows);
  const after = await residentMemory(server.pid);
  await server.stop();
  const growth =
    before === undefined || after === undefined
      ? "not known without /proc"
      : round((after.most - before.now) / 1e6);
  return {
    "One result of many rows": [
      {
        rows,
        MB: round(bytes / 1e6),
        seconds: round(seconds),
        "seconds to the first byte": round(firstByte),
        "MB a second": round(bytes / 1e6 / seconds),
        "resident memory before, MB": before === undefined ? "" : round(before.now / 1e6),
        "its growth at most, MB": growth,
      },
    ],
  };
}

async function exportRows({ url, token }: Tinybird, count: number) {
  const statement = `SELECT number, toString(number) AS text FROM numbers(${count}) FORMAT JSONEachRow`;
  const start = performance.now();
  const answer = await fetch(`${url}/v0/sql?q=${encodeURIComponent(statement)}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (!answer.ok || answer.body === null) throw new Error(`Cannot export: ${await answer.text()}`);
  let bytes = 0;
  let firstByte: number | undefined;
  for await (const chunk of answer.body) {
    firstByte ??= (performance.now() - start) / 1_000;
    bytes += chunk.length;
  }
  return {
    bytes,
    seconds: (performance.now() - start) / 1_000,
    firstByte: firstByte ?? Number.NaN,
  };
}
