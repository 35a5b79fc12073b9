import type { DatasourceDefinition, ProjectDefinition } from "../datafile/definitions.ts";
import { quarantineName } from "../deploy/create-table.ts";
import { deployStep } from "../deploy/deploy-step.ts";
import { countRows } from "../deploy/stored-tables.ts";
import type { Engine } from "../engine/engine.ts";
import { type IngestPlan, planIngest } from "../ingest/ingest-plan.ts";
import type { Ingestion } from "../ingest/ingestion.ts";
import { orRefuse, refuseAll } from "../refuse.ts";
import { RequestError } from "../request-error.ts";
import { StartError } from "../start-error.ts";
import { type FixtureFile, fixtureFiles } from "./fixture-files.ts";
import { fixtureMisfit } from "./fixture-misfit.ts";
import { readCsv } from "./read-csv.ts";
import { type Line, readLines } from "./read-lines.ts";

/** How many bytes of a fixture are appended at once. */
const blockBytes = 8_000_000;

/**
 * Appends the rows of a project's fixtures to those of its data sources that have none, not even in quarantine: a
 * second start doubles nothing.
 *
 * @param folder The project's.
 * @param refuse Hears of each fixture that is wrong, and the others are appended. Default: throws.
 * @throws {StartError} If a row does not fit, or a fixture has no data source; nothing is appended then.
 */
export async function appendFixtures(
  engine: Engine,
  folder: string,
  project: ProjectDefinition,
  ingestion: Ingestion,
  refuse = refuseAll,
): Promise<void> {
  const empty: { readonly fixture: FixtureFile; readonly plan: IngestPlan }[] = [];
  const part = (fixture: FixtureFile, step: () => Promise<void>) =>
    orRefuse(refuse, () => deployStep(fixture, step));
  for (const fixture of await fixtureFiles(folder, project, refuse)) {
    await part(fixture, async () => {
      const plan = fixturePlan(fixture);
      await forEachBlock(fixture, async (lines) => {
        const misfit = await fixtureMisfit(engine, plan, lines);
        if (misfit !== undefined) throw invalid(fixture, misfit.reason, misfit.line);
      });
      // Before the first is appended: it may feed another through a materialized view.
      if (await isEmpty(engine, fixture.datasource.name)) empty.push({ fixture, plan });
    });
  }
  for (const { fixture, plan } of empty) {
    await part(fixture, () => appendFixture(fixture, plan, ingestion));
  }
}

async function appendFixture(
  fixture: FixtureFile,
  plan: IngestPlan,
  ingestion: Ingestion,
): Promise<void> {
  await forEachBlock(fixture, async (lines) => {
    const line = lines[0]?.line;
    const rows = lines.map(({ text }) => text);
    const { result, refusal } = await append(ingestion, plan, rows).catch((cause: unknown) => {
      throw cause instanceof RequestError ? invalid(fixture, cause.message, line, cause) : cause;
    });
    const { datasource } = plan;
    if (refusal !== undefined) {
      const reason = `the materialized views of "${datasource}" must take its rows`;
      throw invalid(fixture, reason, line, refusal.cause);
    }
    if (result.quarantined_rows === 0) return;
    throw invalid(fixture, `its rows must fit "${datasource}": some of this block do not`, line);
  });
}

async function append(ingestion: Ingestion, plan: IngestPlan, rows: readonly string[]) {
  const { result, applied } = await ingestion.append(plan, rows);
  return { result, refusal: (await applied)?.refusal };
}

/** A row is found by its JSON paths; by the columns' names for CSV, and where there are no paths. */
function fixturePlan(fixture: FixtureFile): IngestPlan {
  const { datasource, format } = fixture;
  const hasPaths = datasource.columns.some(({ jsonPath }) => jsonPath !== undefined);
  if (hasPaths && format === "ndjson") return planIngest(datasource, true);
  const dotted = datasource.columns.find(({ name }) => name.includes("."));
  if (dotted !== undefined) {
    throw invalid(
      fixture,
      `rows without JSON paths must have columns without dots in their names: current value is "${dotted.name}"`,
    );
  }
  return planIngest(byName(datasource), true);
}

function byName(datasource: DatasourceDefinition): DatasourceDefinition {
  const columns = datasource.columns.map((column) => ({ ...column, jsonPath: `$.${column.name}` }));
  return { ...datasource, columns };
}

async function forEachBlock(
  fixture: FixtureFile,
  job: (lines: readonly Line[]) => Promise<void>,
): Promise<void> {
  try {
    if (fixture.format === "csv") {
      const lines = await readCsv(fixture);
      if (lines.length > 0) await job(lines);
      return;
    }
    for await (const lines of readLines(fixture.path, blockBytes)) await job(lines);
  } catch (cause) {
    if (!(cause instanceof TypeError && "code" in cause)) throw cause;
    throw invalid(fixture, "a fixture must be UTF-8 text", undefined, cause);
  }
}

async function isEmpty(engine: Engine, datasource: string): Promise<boolean> {
  const rows = await countRows(engine, datasource);
  return rows + (await countRows(engine, quarantineName(datasource))) === 0;
}

function invalid(
  { file }: FixtureFile,
  reason: string,
  line?: number,
  cause?: unknown,
): StartError {
  const place = line === undefined ? { file } : { file, line };
  return new StartError({ code: "datafile_invalid", ...place, reason }, { cause });
}
