import type { Command } from "commander";

/** Every command, loaded when it is asked for: none waits for what another one needs. */
export const commandList: Readonly<Record<string, () => Promise<Command>>> = {
  log: async () => (await import("./commands/log.ts")).logCommand(),
  state: async () => (await import("./commands/state.ts")).stateCommand(),
  timeline: async () => (await import("./commands/timeline.ts")).timelineCommand(),
  diff: async () => (await import("./commands/diff.ts")).diffCommand(),
  blame: async () => (await import("./commands/blame.ts")).blameCommand(),
  search: async () => (await import("./commands/search.ts")).searchCommand(),
  fleet: async () => (await import("./commands/fleet.ts")).fleetCommand(),
  tail: async () => (await import("./commands/tail.ts")).tailCommand(),
  completeness: async () => (await import("./commands/completeness.ts")).completenessCommand(),
  emit: async () => (await import("./commands/emit.ts")).emitCommand(),
  catalog: async () => (await import("./commands/catalog.ts")).catalogCommand(),
  dev: async () => (await import("./commands/dev.ts")).devCommand(),
  import: async () => (await import("./commands/import.ts")).importCommand(),
  generate: async () => (await import("./commands/generate.ts")).generateCommand(),
  export: async () => (await import("./commands/export.ts")).exportCommand(),
  spool: async () => (await import("./commands/spool.ts")).spoolCommand(),
  token: async () => (await import("./commands/token.ts")).tokenCommand(),
};
