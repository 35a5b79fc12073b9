import { resolve } from "node:path";
import { drainSpool, waitingEvents } from "@audit/store/spool";
import { Command } from "commander";
import {
  type ConnectionFlags,
  type PrintFlags,
  withConnection,
  withPrinting,
} from "../common-options.ts";
import { exitCodes } from "../exit-codes.ts";
import { findSpool, lookAtSpool } from "../look-at-spool.ts";
import { eventRow } from "../print/event-row.ts";
import { openSession } from "../session.ts";
import { writeDuration } from "../time/write-time.ts";

interface Flags extends ConnectionFlags, PrintFlags {
  readonly drain?: true;
  readonly list?: true;
}

/** Gives `audit spool`. */
export function spoolCommand(): Command {
  return withPrinting(
    withConnection(new Command("spool"))
      .description("Say what waits on this disk for the server, list it, or send it.")
      .argument("<dir>", "the spool's directory")
      .option("--list", "print the events that wait")
      .option("--drain", "send what waits"),
  )
    .addHelpText(
      "after",
      "\nExits with 3 when something is left after --drain.\n\nExample:\n  $ audit spool ./spool --list",
    )
    .action(run);
}

async function run(given: string, flags: Flags): Promise<void> {
  const session = openSession(flags);
  const { out } = session;
  const folder = await findSpool(given);
  const { directory, names } = folder;
  if (flags.list) {
    for await (const event of waitingEvents({ directory }))
      if (out.mode === "text") {
        const [time = "", ...rest] = eventRow(event, session.show);
        await out.rows([[time, event.id, ...rest]]);
      } else await out.json(event);
    return;
  }
  const drained = flags.drain
    ? await drainSpool({ directory, transport: session.transport() })
    : undefined;
  const {
    sinceOpen: _,
    isBroken: _broken,
    ...state
  } = await lookAtSpool(folder, (spool) => spool.state());
  const files = names.filter((name) => name.endsWith(".aside") || name.endsWith(".corrupt"));
  if (drained?.outcome === "failed") process.exitCode = exitCodes.error;
  else if (drained !== undefined && drained.outcome !== "empty")
    process.exitCode = exitCodes.nothing;
  if (out.mode !== "text") return out.json({ directory, drained, state, files });
  if (drained !== undefined)
    await out.line(
      `Drained: ${drained.outcome}${drained.code === undefined ? "" : ` (${drained.code})`}, ${drained.sent} sent, ${drained.setAside} set aside`,
    );
  const age = state.events === 0 ? "" : `, the oldest for ${writeDuration(state.age)}`;
  await out.line(`${state.events} events wait (${state.bytes} bytes)${age}`);
  for (const [code, count] of Object.entries(state.setAside))
    await out.line(`${count} set aside: ${code}`);
  for (const name of files) await out.line(resolve(directory, name));
}
