import { type AnyAction, catalog, metadataJsonSchema } from "@audit/events";
import { Command } from "commander";
import { actionNamed } from "../action-names.ts";
import { type PrintFlags, withPrinting } from "../common-options.ts";
import { exampleCommand, exampleMetadata } from "../emit/example-command.ts";
import { fieldType, metadataFields } from "../emit/metadata-fields.ts";
import { openSession } from "../session.ts";

/** Gives `audit catalog`. */
export function catalogCommand(): Command {
  return withPrinting(
    new Command("catalog")
      .description("List the actions, or the fields, versions and an example of one.")
      .argument("[action]", "one of them, monitor.down"),
  )
    .addHelpText("after", "\nExample:\n  $ audit catalog monitor.down")
    .action(run);
}

async function run(name: string | undefined, flags: PrintFlags): Promise<void> {
  const { out } = openSession(flags);
  const actions: readonly AnyAction[] = name === undefined ? catalog.actions : [actionNamed(name)];
  if (out.mode === "json") return out.json({ actions: actions.map(asJson) });
  if (out.mode === "ndjson") {
    for (const action of actions) await out.json(asJson(action));
    return;
  }
  if (name === undefined) {
    const rows = actions.map((action) => [
      action.name,
      `version ${action.latest}`,
      metadataFields(action)
        .map((field) => (field.isRequired ? field.name : `[${field.name}]`))
        .join(" "),
    ]);
    return out.rows(rows);
  }
  for (const action of actions) {
    const former = action.formerNames.length > 0 ? `formerly ${action.formerNames.join(", ")}` : "";
    await out.heading(`${action.name}, version ${action.latest}`, former, action.deprecated ?? "");
    for (const { number } of [...action.versions].reverse()) {
      if (action.versions.length > 1) await out.line(`version ${number}:`);
      const rows = metadataFields(action, number).map(({ name: field, schema, isRequired }) => [
        field,
        isRequired ? "required" : "optional",
        fieldType(schema),
      ]);
      await out.rows(rows.length === 0 ? [["(no fields)"]] : rows);
    }
    await out.line(`Example: ${exampleCommand(action)}`);
  }
}

function asJson(action: AnyAction) {
  return {
    name: action.name,
    latest: action.latest,
    formerNames: action.formerNames,
    ...(action.deprecated !== undefined && { deprecated: action.deprecated }),
    versions: action.versions.map(({ number }) => ({
      version: number,
      schema: metadataJsonSchema(action, number),
    })),
    example: exampleMetadata(action),
  };
}
