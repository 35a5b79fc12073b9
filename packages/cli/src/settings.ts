import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { UsageError } from "./usage-error.ts";

/** Where settings come from, apart from flags. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The person's working directory, where `.env` is looked for. */
  readonly directory: string;
}

/** Gives the value of a setting: the flag's, else the environment's, else that of `.env`. */
export function settings({
  env,
  directory,
}: Surroundings): (name: string, flag?: string) => string | undefined {
  let file: Readonly<Record<string, string | undefined>> | undefined;
  return (name, flag) => {
    if (flag !== undefined) return flag;
    const set = env[name];
    // A variable that is set to nothing is how a shell says that there is none.
    if (set !== undefined && set !== "") return set;
    file ??= readDotEnv(directory);
    return file[name];
  };
}

/** Gives the folder that paths and `.env` are meant from: a script of pnpm runs in another one. */
export function workingDirectory(): string {
  return process.env.INIT_CWD ?? process.cwd();
}

function readDotEnv(directory: string): Readonly<Record<string, string | undefined>> {
  const path = join(directory, ".env");
  try {
    return parseEnv(readFileSync(path, "utf8"));
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR") return {};
    throw new UsageError(`Cannot read ${path}: ${String(code)}`);
  }
}
