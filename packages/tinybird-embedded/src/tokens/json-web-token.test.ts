import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type JsonWebToken,
  JsonWebTokenError,
  signJsonWebToken,
  verifyJsonWebToken,
} from "./json-web-token.ts";

const signer = { workspace: "w", key: "the-administrators-token" };
const now = new Date(1_700_000_000_000);
const expires = 1_700_000_060;
const said: JsonWebToken = { name: "n", scopes: [{ type: "PIPES:READ", resource: "p" }], rps: 3 };

const outcome = (token: string, at = now, by = signer) =>
  verifyJsonWebToken(by, token, at).catch((cause: unknown) => cause);

describe("verifyJsonWebToken", () => {
  test("gives what was signed, up to the second in which it ends", async () => {
    const token = await signJsonWebToken(signer, said, expires);
    expect(await outcome(token)).toEqual(said);
    expect(await outcome(token, new Date(expires * 1_000 - 1))).toEqual(said);
    const late = await outcome(token, new Date(expires * 1_000));
    expect(late).toMatchObject({ message: "The token has expired" });
  });

  test("refuses any other text, and says nothing of it", async () => {
    const token = await signJsonWebToken(signer, said, expires);
    const change = fc.tuple(fc.nat(token.length - 1), fc.base64String({ minLength: 1 }));
    await fc.assert(
      fc.asyncProperty(change, fc.nat(3), async ([at, text], cut) => {
        const other = token.slice(0, at) + text.replaceAll("=", "") + token.slice(at + cut);
        fc.pre(!sameToken(other, token));
        const refused = await outcome(other);
        expect(refused).toBeInstanceOf(JsonWebTokenError);
        expect(String(refused)).not.toContain(other);
        expect(refused).not.toHaveProperty("cause");
      }),
    );
  });

  test("refuses what another key or workspace signed", async () => {
    for (const by of [
      { ...signer, key: `${signer.key} ` },
      { ...signer, workspace: "W" },
    ]) {
      const refused = await outcome(await signJsonWebToken(by, said, expires));
      expect(refused).toBeInstanceOf(JsonWebTokenError);
    }
  });
});

/** The last character of a part has bits that mean nothing. */
function sameToken(one: string, other: string): boolean {
  const bytes = (token: string) =>
    token.split(".").map((part) => Buffer.from(part, "base64url").toString("hex"));
  return bytes(one).join() === bytes(other).join();
}
