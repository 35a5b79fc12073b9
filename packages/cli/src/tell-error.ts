import { AuditError } from "@audit/events";
import { exitCodes } from "./exit-codes.ts";
import { plainText } from "./print/plain-text.ts";
import { NothingFoundError, UsageError } from "./usage-error.ts";

const hints: Readonly<Record<string, string>> = {
  wrong_token:
    "Look at AUDIT_TOKEN (or --token): it must be one of this server, and may read or append",
  unreachable: 'Look at AUDIT_URL (or --url); "audit dev" starts a server here',
  unavailable: "The server has too much to do: try again in a minute",
  deadline_passed: "Narrow the question with --from and --to, or try again",
  unexpected_answer: "Look at AUDIT_URL (or --url): what answers there is no Tinybird",
  needs_admin:
    "Look at AUDIT_TOKEN (or --token): to make tokens it must be the administrator's of this server",
  untrusted_token:
    "Look at AUDIT_SIGNING_KEY, else AUDIT_TOKEN, which must be the administrator's token, and at AUDIT_TINYBIRD_WORKSPACE",
  invalid_draft: 'See "audit catalog ACTION" for the fields',
};
const usageCodes = new Set(["invalid_option", "invalid_read", "invalid_draft"]);

/** Says on stderr what went wrong and what to do next, and gives the exit code for it. */
export function tellError(error: unknown): number {
  const say = (message: string, hint?: string) => {
    process.stderr.write(`${withoutSecrets(plainText(message))}\n`);
    if (hint !== undefined) process.stderr.write(`${withoutSecrets(plainText(hint))}\n`);
  };
  if (error instanceof UsageError) {
    say(error.message, error.hint);
    return exitCodes.usage;
  }
  if (error instanceof NothingFoundError) {
    say(error.message, error.hint);
    return exitCodes.nothing;
  }
  if (error instanceof AuditError) {
    const { code } = innermost(error);
    say(error.message, hints[code]);
    return usageCodes.has(error.code) ? exitCodes.usage : exitCodes.error;
  }
  say(error instanceof Error ? error.message : String(error));
  return exitCodes.error;
}

function innermost(error: AuditError): AuditError {
  return error.cause instanceof AuditError ? innermost(error.cause) : error;
}

/** No message has it; this is the belt to those braces. */
function withoutSecrets(text: string): string {
  const { argv, env } = process;
  const flags = argv.flatMap((text, index) => {
    const [, value = argv[index + 1]] = /^--(?:token|password)(?:=(.*))?$/s.exec(text) ?? [
      text,
      "",
    ];
    return value === undefined ? [] : [value];
  });
  let clean = text;
  for (const secret of [...flags, env.AUDIT_TOKEN, env.AUDIT_SIGNING_KEY, env.AUDIT_KAFKA_SECRET])
    if (secret !== undefined && secret.length >= 8) clean = clean.replaceAll(secret, "…");
  return clean;
}
