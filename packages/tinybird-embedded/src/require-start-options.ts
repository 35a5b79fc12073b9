import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { isLogLevel, logLevels } from "./logging/log-level.ts";
import { StartError } from "./start-error.ts";

/** The options that say where a server is, who may reach it, and how it works; its limits are for `requireLoadOptions`. */
export interface StartOptions {
  readonly project: string;
  readonly data?: string;
  readonly host: string;
  readonly token?: string;
  readonly cors?: readonly string[];
  readonly compactAfterBytes?: number;
  readonly reservedBytes?: number;
  readonly requestsPerSecond?: number;
  readonly logLevel: string;
  readonly kafka?: unknown;
  readonly secrets?: unknown;
}

/**
 * Lets options pass that a server can start with.
 *
 * @throws {StartError} `option_invalid` that names the first one that it cannot.
 */
export function requireStartOptions(options: StartOptions): void {
  requireSafe(options.host, options.token);
  for (const origin of options.cors ?? []) requireOrigin(origin);
  if (options.requestsPerSecond !== undefined) requireRate(options.requestsPerSecond);
  requireLogLevel(options.logLevel);
  requirePath("project", options.project);
  if (options.data !== undefined) requirePath("data", options.data);
  requireNoGlob(resolve(options.data ?? tmpdir()));
  requireBytes("compactAfterBytes", options.compactAfterBytes);
  requireBytes("reservedBytes", options.reservedBytes);
  requireKafka(options.kafka);
  requireSecrets(options.secrets);
}

function requireSafe(host: string, token: string | undefined): void {
  if (token !== undefined && token.length < 8) {
    const reason = `it must have at least 8 characters: current value has ${token.length}`;
    throw new StartError({ code: "option_invalid", option: "token", reason });
  }
  const isLoopback = host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
  if (isLoopback) return;
  if (token === undefined) {
    const reason = `anyone on the network reaches "${host}": a token of your own must be given with it`;
    throw new StartError({ code: "option_invalid", option: "host", reason });
  }
  if (!isGuessable(token)) return;
  const reason = `anyone on the network reaches "${host}": it must have at least 32 characters, of which 10 are different and which do not mostly repeat or follow each other, as "openssl rand -hex 32" makes it`;
  throw new StartError({ code: "option_invalid", option: "token", reason });
}

/** A JWT lets its holder try keys at leisure, so the key must not be a word that somebody has thought of. */
function isGuessable(token: string): boolean {
  const codes = [...token].map((character) => character.codePointAt(0) ?? 0);
  const steps = codes.filter((code, at) => at > 0 && Math.abs(code - (codes[at - 1] ?? 0)) <= 1);
  return codes.length < 32 || new Set(codes).size < 10 || steps.length > codes.length / 2;
}

function requireOrigin(origin: string): void {
  const isOrigin =
    /^https?:\/\//.test(origin) && URL.canParse(origin) && new URL(origin).origin === origin;
  if (isOrigin) return;
  const reason = `it must have origins, as https://app.example.com: current value has ${JSON.stringify(origin)}`;
  throw new StartError({ code: "option_invalid", option: "cors", reason });
}

function requireBytes(option: "compactAfterBytes" | "reservedBytes", bytes = 0): void {
  if (Number.isSafeInteger(bytes) && bytes >= 0) return;
  const reason = `it must be a whole number from 0: current value is ${bytes}`;
  throw new StartError({ code: "option_invalid", option, reason });
}

function requireKafka(kafka: unknown = "auto"): void {
  if (kafka === "auto" || typeof kafka === "boolean") return;
  const reason = `it must be true, false or "auto": current value is ${String(kafka)}`;
  throw new StartError({ code: "option_invalid", option: "kafka", reason });
}

function requireSecrets(secrets: unknown = {}): void {
  const isObject = typeof secrets === "object" && secrets !== null && !Array.isArray(secrets);
  if (isObject && Object.values(secrets).every((value) => typeof value === "string")) return;
  // Without its value, which may be a secret put in the wrong place.
  const reason = "it must be an object of texts by name";
  throw new StartError({ code: "option_invalid", option: "secrets", reason });
}

function requireRate(requestsPerSecond: number): void {
  if (Number.isSafeInteger(requestsPerSecond) && requestsPerSecond >= 1) return;
  const reason = `it must be a whole number from 1, or left out: current value is ${requestsPerSecond}`;
  throw new StartError({ code: "option_invalid", option: "requestsPerSecond", reason });
}

function requireLogLevel(logLevel: string): void {
  if (isLogLevel(logLevel)) return;
  const reason = `it must be one of ${logLevels.join(", ")}: current value is ${logLevel}`;
  throw new StartError({ code: "option_invalid", option: "logLevel", reason });
}

/** ClickHouse takes the path of a snapshot for a pattern. */
function requireNoGlob(path: string): void {
  if (!/[*?{}]/.test(path)) return;
  const reason = `its absolute path must have none of * ? { }, which ClickHouse takes for patterns: current value is ${path}`;
  throw new StartError({ code: "option_invalid", option: "data", reason });
}

function requirePath(option: "project" | "data", path: string): void {
  if (path !== "") return;
  const reason = "it must be the path of a directory: current value is empty";
  throw new StartError({ code: "option_invalid", option, reason });
}
