/** How large a catalog is. */
export interface CatalogSize {
  readonly actions: number;
  readonly versions: number;
}

/** What the program imports, so that its cost can be told from that of the imports. */
export const imports = [
  'import { defineAction, defineCatalog } from "@audit/events";',
  'import type { EventStore } from "@audit/store";',
  'import { z } from "zod";',
  "",
].join("\n");

/**
 * Gives a program with one catalog of that size, which appends a draft and narrows an event.
 *
 * No two schemas are alike: the compiler would remember the first.
 */
export function catalogProgram({ actions, versions }: CatalogSize): string {
  const names = Array.from({ length: actions }, (_, index) => `action${index}`);
  const last = `field0v${versions}`;
  return [
    imports,
    ...names.map((name, index) => `export const ${name} = ${action(index, versions)};`),
    `export const catalog = defineCatalog([${names.join(", ")}]);`,
    'declare const store: EventStore<(typeof catalog)["actions"][number]>;',
    `await store.append({ id: "entity:1", action: "entity.act0", metadata: { ${last}: "", weight: "minor", marks: [] } });`,
    'for await (const event of store.read("entity:1"))',
    `  if (event.known && event.action === "entity.act0") event.metadata.${last}.length;`,
    "",
  ].join("\n");
}

function action(index: number, versions: number): string {
  const steps = Array.from({ length: versions }, (_, before) => {
    const version = before + 1;
    const field = `field${index}v${version}`;
    const schema = `z.strictObject({ ${field}: z.string(), weight: z.enum(["minor", "major"]), marks: z.array(z.string()).optional() })`;
    const upcast = `(before) => ({ ${field}: before.field${index}v${before}, weight: before.weight, marks: [] })`;
    return `  .version(${version}, ${schema}${version === 1 ? "" : `, ${upcast}`})`;
  });
  return [`defineAction("entity.act${index}")`, ...steps].join("\n");
}
