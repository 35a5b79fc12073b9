const secretName = /secret|token|key|passw|credential|auth|dsn|^TB_|^TINYBIRD_/i;

/** Gives a function that puts *** for the values of secrets, which ClickHouse may quote. */
export function hideSecrets(
  environment: Readonly<Record<string, string | undefined>>,
  others: readonly string[],
): (text: string) => string {
  const named = Object.entries(environment)
    .filter(([name]) => secretName.test(name))
    .map(([, value]) => value ?? "");
  const secrets = [...named, ...others]
    // Shorter ones are words like `true`.
    .filter((value) => value.length >= 6)
    .sort((a, b) => b.length - a.length);
  return (text) => secrets.reduce((hidden, secret) => hidden.replaceAll(secret, "***"), text);
}
