import {
  type BuiltInAction,
  catalog,
  createWriter,
  type DraftOf,
  isPlainObject,
  type Outcome,
} from "@audit/events";
import { Command, Option } from "commander";
import { actionNamed } from "../action-names.ts";
import {
  type ConnectionFlags,
  type PrintFlags,
  withConnection,
  withPrinting,
} from "../common-options.ts";
import { readFields } from "../emit/read-fields.ts";
import { collect } from "../option-values.ts";
import { openSession } from "../session.ts";
import { UsageError } from "../usage-error.ts";

interface Flags extends ConnectionFlags, PrintFlags {
  readonly field: readonly string[];
  readonly metadata?: string;
  readonly at?: string;
  readonly uid?: string;
  readonly actor?: string;
  readonly actorName?: string;
  readonly target: readonly string[];
  readonly outcome?: Outcome;
  readonly dryRun?: true;
}

/** Gives `audit emit`. */
export function emitCommand(): Command {
  return withPrinting(
    withConnection(new Command("emit"))
      .description("Append an event, checked against the catalog; its fields are --name value.")
      .usage("[options] <action> <id> [--<field> <value>...]")
      .argument("<action>", "what happened, monitor.down")
      .argument("<id>", "the entity, monitor:1")
      .allowUnknownOption()
      .allowExcessArguments()
      .option("--field <name=value>", "a field that has the name of a flag", collect, [])
      .option("--metadata <json>", "all fields as a JSON object")
      .option("--at <time>", "when it happened (default: now)")
      .option("--uid <uid>", "idempotency key, with --at: again it is the same event")
      .option("--actor <id>", "who did it (default: the system)")
      .option("--actor-name <name>", "their name")
      .option("--target <type:id>", "a resource that it touched; may come again", collect, [])
      .addOption(
        new Option("--outcome <outcome>", "how it ended").choices(["success", "failure", "denied"]),
      )
      .option("--dry-run", "check it, and append nothing"),
  )
    .addHelpText(
      "after",
      "\nExample:\n  $ audit emit monitor.down monitor:1 --region gru --status-code 503",
    )
    .action((action: string, id: string, flags: Flags, command: Command) =>
      run(action, id, flags, command.args.slice(2)),
    );
}

async function run(name: string, id: string, flags: Flags, words: string[]): Promise<void> {
  const session = openSession(flags);
  const { out, workspaceId } = session;
  const action = actionNamed(name);
  const { actor, actorName } = flags;
  if (actor === undefined && actorName !== undefined)
    throw new UsageError("Cannot take --actor-name without --actor");
  const draft = {
    id,
    action: action.name,
    metadata: { ...readMetadata(flags.metadata), ...readFields(action, words, flags.field) },
    workspaceId,
    uid: flags.uid,
    timestamp: session.time(flags.at),
    ...(actor !== undefined && { actor: { id: actor, name: actorName } }),
    targets: flags.target.map(readTarget),
    outcome: flags.outcome,
  };
  // Safe: it is checked against its action, whatever it is, before anything of it is sent.
  const checked = draft as unknown as DraftOf<BuiltInAction>;
  if (flags.dryRun) {
    createWriter(catalog).complete([checked]);
    if (out.mode === "text") await out.line("It is valid; nothing was appended.");
    else await out.json({ status: "valid" });
    return;
  }
  const [receipt] = await session.store().append([checked]);
  if (out.mode !== "text") return out.json(receipt);
  await out.line(receipt?.uid ?? "");
  for (const { path, must } of receipt?.warnings ?? [])
    process.stderr.write(`${path} should ${must}\n`);
}

function readMetadata(text: string | undefined): object {
  if (text === undefined) return {};
  try {
    const value: unknown = JSON.parse(text);
    if (isPlainObject(value)) return value;
  } catch {
    // Said below, as for JSON that is no object.
  }
  throw new UsageError("Cannot read --metadata: it must be a JSON object");
}

function readTarget(text: string): { type: string; id: string } {
  const end = text.indexOf(":");
  if (end < 1)
    throw new UsageError(`Cannot read ${JSON.stringify(text.slice(0, 80))}: a target is type:id`);
  return { type: text.slice(0, end), id: text.slice(end + 1) };
}
