import type { DatasourceDefinition } from "../datafile/definitions.ts";
import { quoteName } from "../engine/sql-text.ts";
import { columnSql, indexSql } from "./create-table.ts";
import type { TableShape } from "./table-shape.ts";

/**
 * Says what keeps a table from being altered with every value kept; `undefined` if nothing is known to.
 *
 * @param wanted What a new table of this definition would be.
 */
export function obstacle(wanted: TableShape, stored: TableShape): string | undefined {
  if (wanted.engine !== stored.engine) {
    return `its engine and keys must stay: they are ${stored.engine}`;
  }
  return columnObstacle(wanted, stored);
}

/** Says which column could not keep its values, or has none for the rows that are there. */
export function columnObstacle(wanted: TableShape, stored: TableShape): string | undefined {
  const now = new Map(wanted.columns.map((column) => [column.name, column]));
  for (const { name, type } of stored.columns) {
    const column = now.get(name);
    now.delete(name);
    if (column === undefined) return `column "${name}" must stay`;
    if (column.type !== type && column.type !== `Nullable(${type})`) {
      return `column "${name}" must stay ${type}`;
    }
  }
  for (const { name, type, default: expression } of now.values()) {
    if (expression === "" && !type.startsWith("Nullable(")) {
      return `new column "${name}" must have a DEFAULT or be Nullable`;
    }
  }
  return undefined;
}

/** Writes what ALTER TABLE needs to make a table the wanted one; each is a statement of its own. */
export function alterations(
  { columns, indexes }: DatasourceDefinition,
  wanted: TableShape,
  stored: TableShape,
): string[] {
  const actions: string[] = [];
  const indexOf = (shape: TableShape, name: string) =>
    shape.indexes.find((index) => index.name === name)?.definition;
  const isSameIndex = (name: string) => indexOf(wanted, name) === indexOf(stored, name);
  for (const { name } of stored.indexes) {
    if (!isSameIndex(name)) actions.push(`DROP INDEX ${quoteName(name)}`);
  }
  for (const column of columns) actions.push(...columnActions(column, wanted, stored));
  for (const index of indexes) {
    if (isSameIndex(index.name)) continue;
    actions.push(`ADD INDEX ${indexSql(index)}`, `MATERIALIZE INDEX ${quoteName(index.name)}`);
  }
  if (wanted.ttl !== stored.ttl) {
    actions.push(wanted.ttl === "" ? "REMOVE TTL" : `MODIFY TTL ${wanted.ttl}`);
  }
  for (const [name, value] of Object.entries(wanted.settings)) {
    if (stored.settings[name] !== value) actions.push(`MODIFY SETTING ${name} = ${value}`);
  }
  for (const name of Object.keys(stored.settings)) {
    if (wanted.settings[name] === undefined) actions.push(`RESET SETTING ${name}`);
  }
  return actions;
}

function columnActions(
  column: DatasourceDefinition["columns"][number],
  wanted: TableShape,
  stored: TableShape,
): string[] {
  const now = wanted.columns.find(({ name }) => name === column.name);
  const before = stored.columns.find(({ name }) => name === column.name);
  const name = quoteName(column.name);
  if (before === undefined) {
    // Otherwise old rows would work the default out at each read, and now() would move.
    const fixed = column.default === undefined ? "" : `, MATERIALIZE COLUMN ${name}`;
    return [`ADD COLUMN ${columnSql(column)}${fixed}`];
  }
  if (now === undefined || JSON.stringify(now) === JSON.stringify(before)) return [];
  const actions: string[] = [];
  if (before.default === "" && now.default !== "" && before.type.startsWith("Nullable(")) {
    // Parts from before the column was added do not hold it; the new default would be read into them.
    actions.push(`UPDATE ${name} = ${name} WHERE 1`);
  }
  actions.push(`MODIFY COLUMN ${columnSql(column)}`);
  if (before.default !== "" && now.default === "")
    actions.push(`MODIFY COLUMN ${name} REMOVE DEFAULT`);
  if (before.codec !== "" && now.codec === "") actions.push(`MODIFY COLUMN ${name} REMOVE CODEC`);
  return actions;
}
