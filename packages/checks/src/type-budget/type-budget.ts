import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type CatalogSize, catalogProgram, imports } from "./catalog-program.ts";
import { measureTypes, type TypeCounts, typescriptVersion } from "./measure-types.ts";

/** What a catalog of that size costs the compiler, on top of the imports alone. */
export interface TypeBudget extends CatalogSize, TypeCounts {
  /** The release that counted; another one counts differently. */
  readonly typescript: string;
}

/** How far over the recorded numbers is still within the budget. */
const margin = 1.1;

const file = fileURLToPath(new URL("type-budget.json", import.meta.url));

/** Measures a catalog of that size. */
export async function measureCatalog(size: CatalogSize): Promise<TypeBudget> {
  const typescript = await typescriptVersion();
  const alone = await measureTypes(imports);
  const whole = await measureTypes(catalogProgram(size));
  return {
    typescript,
    ...size,
    instantiations: whole.instantiations - alone.instantiations,
    types: whole.types - alone.types,
  };
}

/** Gives what is over the budget as sentences; none when it is kept. */
export function overBudget(measured: TypeBudget, budget: TypeBudget): string[] {
  if (measured.typescript !== budget.typescript)
    return [
      `The budget was recorded with TypeScript ${budget.typescript}, this is ${measured.typescript}: record it anew with "pnpm budget:types"`,
    ];
  return (["instantiations", "types"] as const)
    .filter((name) => measured[name] > budget[name] * margin)
    .map(
      (name) =>
        `${measured[name]} ${name} are more than 110 % of the recorded ${budget[name]}: make the types cheaper, or record them anew with "pnpm budget:types" and say why`,
    );
}

/** Reads the recorded budget. */
export async function readBudget(): Promise<TypeBudget> {
  return JSON.parse(await readFile(file, "utf8"));
}

/** Records a budget. */
export async function writeBudget(budget: TypeBudget): Promise<void> {
  await writeFile(file, `${JSON.stringify(budget, null, 2)}\n`);
}
