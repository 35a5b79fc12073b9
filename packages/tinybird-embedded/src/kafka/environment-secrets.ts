const prefix = "TINYBIRD_SECRET_";

/** Gives the secrets that environment variables have: `TINYBIRD_SECRET_KEY` is the secret `KEY`. */
export function environmentSecrets(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const named = Object.entries(environment).flatMap(([name, value]) =>
    name.startsWith(prefix) && name !== prefix && value !== undefined
      ? [[name.slice(prefix.length), value] as const]
      : [],
  );
  return Object.fromEntries(named);
}
