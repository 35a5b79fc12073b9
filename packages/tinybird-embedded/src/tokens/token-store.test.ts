import { describe, expect, test } from "vitest";
import { newToken, TokenStore } from "./token-store.ts";

describe("TokenStore", () => {
  test("knows a token by its whole text only", () => {
    const store = new TokenStore();
    store.add({
      name: "first",
      token: "first-token",
      grants: [{ kind: "admin" }],
      origin: "server",
    });
    const grants = [{ kind: "read", of: "pipe", resource: "p" }] as const;
    store.add({ name: "other", token: "other-token", grants, origin: "api" });
    expect(store.grantsOf("first-token")).toEqual([{ kind: "admin" }]);
    expect(store.grantsOf("other-token")).toEqual(grants);
    for (const wrong of ["", "first-toke", "first-token ", "FIRST-TOKEN", "other"]) {
      expect(store.grantsOf(wrong)).toBeUndefined();
    }
  });
});

describe("newToken", () => {
  test("gives another one each time, good for URLs and headers", () => {
    expect(newToken()).not.toBe(newToken());
    expect(newToken()).toMatch(/^tb_[\w-]{43}$/);
  });
});
