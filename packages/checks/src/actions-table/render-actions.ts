import { type AnyAction, type Catalog, metadataJsonSchema, sentenceOf } from "@audit/events";
import { schemaNode } from "../json-schema/schema-node.ts";
import { sampleMetadata } from "./sample-metadata.ts";
import { fieldWords } from "./type-words.ts";

const head = `# Actions

Every action of the built-in catalog, in its latest version. Written by \`pnpm docs:actions\` from the definitions in [packages/events/src/actions](../events/src/actions): change those, not this page.

A field with \`?\` may be absent. An event under a former name is read under the name of today; the example is what \`sentenceOf\` says.

| action | version | means | metadata | example |
| --- | --- | --- | --- | --- |
`;

/**
 * Gives the page of all actions of a catalog, in the catalog's order, as Markdown.
 *
 * @param meanings one line for each action, by name
 * @throws Error naming an action that has no meaning, or whose metadata it can make no example of
 */
export function renderActions(
  catalog: Catalog<AnyAction>,
  meanings: ReadonlyMap<string, string>,
): string {
  const rows = catalog.actions.map((action) => {
    const { name, formerNames, latest, deprecated } = action;
    const meaning = meanings.get(name);
    if (meaning === undefined)
      throw new Error(`Cannot describe "${name}" as its definition must have a doc comment`);
    const fields = fieldWords(schemaNode(metadataJsonSchema(action)));
    return [
      [code(name), ...formerNames.map((former) => `formerly ${code(former)}`)].join("<br>"),
      String(latest),
      deprecated === undefined
        ? cell(meaning)
        : `${cell(meaning)}<br>**Deprecated:** ${cell(deprecated)}`,
      fields.length === 0 ? "none" : fields.map(code).join("<br>"),
      cell(exampleOf(catalog, action)),
    ];
  });
  return `${head}${rows.map((row) => `| ${row.join(" | ")} |\n`).join("")}`;
}

function exampleOf(catalog: Catalog<AnyAction>, action: AnyAction): string {
  const { name, latest } = action;
  const event = catalog.decode({
    workspaceId: "",
    id: `${name.split(".")[0]}:1`,
    uid: "u1",
    action: name,
    version: latest,
    metadata: sampleMetadata(name, schemaNode(metadataJsonSchema(action))),
    timestamp: 1_750_000_000_000,
    recordedAt: 1_750_000_000_000,
    actor: { id: "ada", name: "Ada", type: "user" },
    targets: [],
    outcome: "success",
    context: {},
    copies: 1,
  });
  if (!event.known) throw new Error(`Cannot make an example of "${name}" as ${event.detail}`);
  return sentenceOf(catalog, event);
}

function code(text: string): string {
  return `\`${cell(text)}\``;
}

/** A bar would end the cell, a line break the table. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll(/\s*\n\s*/g, " ");
}
