import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { z } from "zod";

const call = z.strictObject({
  name: z.string(),
  /** Method and path: `GET /v0/pipes/total.json?day=1`. */
  call: z.string().regex(/^(GET|POST|PUT|DELETE) \//),
  body: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  status: z.number().default(200),
  /** The `data` of a JSON answer, a row on a line. */
  rows: z.string().optional(),
  /** The `error` of a JSON answer. */
  error: z.string().optional(),
  /** The whole body. */
  text: z.string().optional(),
  /** A part of the body. */
  contains: z.string().optional(),
});

/** One call to a server, and what it is to answer. */
export type ConformanceCall = z.infer<typeof call>;

/** Reads a `calls.yaml`. */
export async function readCalls(path: string): Promise<ConformanceCall[]> {
  return z.array(call).parse(parse(await readFile(path, "utf8")));
}
