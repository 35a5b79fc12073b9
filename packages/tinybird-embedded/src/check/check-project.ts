import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { StartError } from "../start-error.ts";
import { type StartedServer, startServer } from "../start-tinybird.ts";
import { checkEndpoint } from "./check-endpoint.ts";
import type { CheckCount, CheckProgress, CheckReport } from "./check-report.ts";
import { hideSecrets } from "./hide-secrets.ts";
import { inParallel } from "./in-parallel.ts";
import { type Inventory, type InventoryFile, takeInventory } from "./inventory.ts";
import { missingFixtures, sourcesOf } from "./missing-fixtures.ts";
import { ProblemBook } from "./problem-book.ts";
import { readTests } from "./read-tests.ts";
import { runTest } from "./run-test.ts";
import { templateLine } from "./template-line.ts";
import type { TestCase } from "./test-case.ts";

/** How many calls wait for an answer at the same time. */
const callsAtOnce = 4;
/** How many columns are tried for a parameter that names one. */
const mostColumns = 30;

export interface CheckOptions {
  /** Hears how far the check is, after each endpoint and test. */
  readonly onProgress?: (progress: CheckProgress) => void;
}

/**
 * Says what of a data project works here: every data source and materialized view is deployed, every endpoint called,
 * every test run as `tb test` does, on a server of its own that is gone when the promise settles.
 *
 * Endpoints get a sample for each parameter without a default; an error that a template raises itself is an answer.
 * Fixtures are appended first, and no row expires. A file that is wrong stops no other one; what needs it fails with a
 * reason that names it. Nothing of the folder changes, so a second check says the same.
 *
 * @throws {StartError} `project_unreadable` if the folder cannot be read or has no datafile.
 * @example
 * const { endpoints, problems } = await checkProject("tinybird");
 * for (const { file, line, reason } of problems) console.error(`${file}:${line}: ${reason}`);
 * endpoints.ok === endpoints.total;
 */
export async function checkProject(
  project: string,
  { onProgress = () => undefined }: CheckOptions = {},
): Promise<CheckReport> {
  if (project === "") {
    const reason = "it must be the path of a folder: current value is empty";
    throw new StartError({ code: "project_unreadable", project, reason });
  }
  const folder = resolve(project);
  const inventory = await takeInventory(folder);
  onProgress({ phase: "deploying", done: 0, total: 0 });
  const server = await startServer(
    { project: folder, fixtures: true, ttl: false, kafka: false, logLevel: "error" },
    { lenient: true },
  );
  try {
    return await checkOn(server, folder, inventory, onProgress);
  } finally {
    await server.stop();
  }
}

async function checkOn(
  server: StartedServer,
  folder: string,
  inventory: Inventory,
  onProgress: (progress: CheckProgress) => void,
): Promise<CheckReport> {
  const hide = hideSecrets(process.env, [server.token, ...Object.values(server.tokens)]);
  const book = new ProblemBook(folder, inventory.files, hide);
  await book.add(
    server.refused.flatMap((failure) => ("reason" in failure ? [placed(failure)] : [])),
  );
  await checkEndpoints(server, folder, inventory, book, onProgress);
  const tests = await readTests(folder);
  const failed = await checkTests(server, folder, inventory, tests, onProgress);
  await book.add(failed);
  const count = (kind: InventoryFile["kind"]): CheckCount => {
    const files = inventory.files.filter((each) => each.kind === kind);
    return { total: files.length, ok: files.filter(({ file }) => !book.has(file)).length };
  };
  return {
    datasources: count("datasource"),
    materializations: count("materialization"),
    endpoints: count("endpoint"),
    tests: { total: tests.length, ok: tests.length - failed.length },
    problems: book.sorted,
  };
}

function placed(failure: {
  readonly reason: string;
  readonly file?: string;
  readonly line?: number;
}) {
  const { file = ".", line, reason } = failure;
  return line === undefined ? { file, reason } : { file, line, reason };
}

async function checkEndpoints(
  server: StartedServer,
  folder: string,
  { files, pipes, datasources }: Inventory,
  book: ProblemBook,
  onProgress: (progress: CheckProgress) => void,
): Promise<void> {
  const wanted = [...pipes.values()].filter(({ file }) =>
    files.some((each) => each.file === file && each.kind === "endpoint" && !book.has(file)),
  );
  let done = 0;
  const found = await inParallel(wanted, callsAtOnce, async (pipe) => {
    const sources = sourcesOf(pipe, pipes, datasources);
    const columns = new Set(sources.flatMap((each) => each.columns.map(({ name }) => name)));
    const refusal = await checkEndpoint(server, pipe, pipes, [...columns].slice(0, mostColumns));
    done += 1;
    onProgress({ phase: "endpoints", done, total: wanted.length });
    if (refusal === undefined) return [];
    const { file } = pipe;
    const { reason, node } = refusal;
    if (node === undefined) return [{ file, reason, from: pipe.nodes[0]?.line ?? 1 }];
    const text = await readFile(join(folder, file), "utf8");
    return [{ file, line: templateLine(text, node, reason), reason }];
  });
  await book.add(found.flat());
}

async function checkTests(
  server: StartedServer,
  folder: string,
  { pipes, datasources }: Inventory,
  tests: readonly TestCase[],
  onProgress: (progress: CheckProgress) => void,
) {
  const names = await readdir(join(folder, "fixtures")).catch(() => []);
  const fixtures = new Set(names.map((name) => name.replace(/\.(ndjson|csv)$/, "")));
  let done = 0;
  const found = await inParallel(tests, callsAtOnce, async (test) => {
    const failure = await runTest(server, test);
    done += 1;
    onProgress({ phase: "tests", done, total: tests.length });
    if (failure === undefined) return [];
    const pipe = failure.endsWith(", got none") ? pipes.get(test.call?.pipe ?? "") : undefined;
    const without = pipe === undefined ? [] : missingFixtures(pipe, pipes, datasources, fixtures);
    const hint = without.length === 0 ? "" : `; without a fixture: ${without.join(", ")}`;
    return [{ file: test.file, line: test.line, reason: `test "${test.name}": ${failure}${hint}` }];
  });
  return found.flat();
}
