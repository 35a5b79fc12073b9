import { execFile } from "node:child_process";
import { basename } from "node:path";
import { promisify } from "node:util";

/**
 * Runs pnpm, which replaces `workspace:*` and `catalog:` in what it packs; npm would leave them.
 *
 * Under a script of pnpm it is that pnpm. Elsewhere it is the pnpm 12 that npx has kept, never one from
 * the registry: a test needs no network.
 *
 * @throws {Error} when pnpm says no, or there is none
 */
export async function runPnpm(args: readonly string[], cwd: string): Promise<string> {
  const [command, ...before] = pnpm(process.env.npm_execpath);
  try {
    const { stdout } = await promisify(execFile)(command, [...before, ...args], { cwd });
    return stdout;
  } catch (cause) {
    throw new Error(
      `Cannot run pnpm ${args[0]} as it must be pnpm that runs the tests, or npx must have kept pnpm 12 (npx -y pnpm@12 --version)`,
      { cause },
    );
  }
}

/** Gives the command that is pnpm, given what runs this script. */
export function pnpm(runner: string | undefined): [string, ...string[]] {
  if (runner === undefined || !/^pnpm(\.[cm]?js|\.exe)?$/.test(basename(runner)))
    return ["npx", "--offline", "-y", "pnpm@12"];
  return /\.[cm]?js$/.test(runner) ? [process.execPath, runner] : [runner];
}
