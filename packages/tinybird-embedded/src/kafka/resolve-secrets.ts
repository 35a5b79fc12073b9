/** A setting of a connection, its secrets looked up. */
export interface ResolvedSetting {
  /** `undefined` if a secret has neither a value nor a default. */
  readonly value: string | undefined;
  /** Names of the secrets that have neither. */
  readonly missing: readonly string[];
  /** Whether it names a secret whose value was given, not its default. */
  readonly isGiven: boolean;
}

/** `{{ tb_secret("NAME", "default") }}`, the only call that a connection can have. */
const call =
  /\{\{\s*tb_secret\(\s*(["'])(?<name>.*?)\1\s*(?:,\s*(?:default\s*=\s*)?(["'])(?<fallback>.*?)\3\s*)?\)\s*\}\}/g;

/** Puts the values of secrets in the place of each `{{ tb_secret("NAME", "default") }}` of a setting. */
export function resolveSecrets(
  written: string,
  secrets: Readonly<Record<string, string>>,
): ResolvedSetting {
  const missing: string[] = [];
  let isGiven = false;
  let value = "";
  let from = 0;
  for (const { index, 0: text, groups } of written.matchAll(call)) {
    const { name = "", fallback } = groups ?? {};
    const given = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
    if (given !== undefined) isGiven = true;
    const found = given ?? fallback;
    if (found === undefined) missing.push(name);
    value += written.slice(from, index) + (found ?? "");
    from = index + text.length;
  }
  value += written.slice(from);
  return { value: missing.length > 0 ? undefined : value, missing, isGiven };
}
