import { z } from "zod";

const person = z.strictObject({ id: z.string().min(1), name: z.string().optional() });

const apiKey = z.strictObject({
  /** What a caller sends as `Authorization: Bearer <key>`. */
  key: z.string().regex(/^[\x21-\x7e]{16,256}$/, "be 16 to 256 visible ASCII characters"),
  workspaceId: z.string().default(""),
  /** Who acts with this key: no header can name another. */
  actor: z.strictObject({
    id: z.string().min(1),
    name: z.string().optional(),
    type: z.enum(["user", "api_key", "agent", "webhook"]).default("api_key"),
    onBehalfOf: person.optional(),
  }),
});

const webhook = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]{1,50}$/, "be 1 to 50 of a-z, 0-9 and -"),
  url: z.url({ protocol: /^https?$/ }),
});

/** Who may call, and who is to be told. */
export const settingsSchema = z.strictObject({
  apiKeys: z.array(apiKey).min(1),
  /** Each is told of every incident that opens or is resolved by a check. */
  webhooks: z.array(webhook).default([]),
});

/** Settings of the service, each with its value. */
export type Settings = z.infer<typeof settingsSchema>;

/** A key and who acts with it. */
export type ApiKey = Settings["apiKeys"][number];

/** Settings that do not hold together. The message names each place and what must hold, never a value. */
export class InvalidSettingsError extends Error {
  override readonly name = "InvalidSettingsError";
}

/**
 * Reads settings from the text of a JSON file.
 *
 * @throws {InvalidSettingsError} naming every place and what must hold; no key is in it
 */
export function readSettings(text: string): Settings {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's words quote the text, in which the keys are.
    throw new InvalidSettingsError("Cannot read the settings as they must be JSON");
  }
  const parsed = settingsSchema.safeParse(value);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${path.join(".") || "settings"}: ${message}`,
    );
    throw new InvalidSettingsError(
      `Cannot read the settings as they must hold: ${problems.join("; ")}`,
    );
  }
  const { apiKeys } = parsed.data;
  if (new Set(apiKeys.map(({ key }) => key)).size < apiKeys.length)
    throw new InvalidSettingsError(
      "Cannot read the settings as each of apiKeys must be there once",
    );
  return parsed.data;
}
