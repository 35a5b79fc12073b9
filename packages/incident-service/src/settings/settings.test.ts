import { describe, expect, test } from "vitest";
import { readSettings } from "./settings.ts";

const key = "a-secret-key-0123456789";

describe("readSettings", () => {
  test("gives each setting its value", () => {
    expect(readSettings(JSON.stringify({ apiKeys: [{ key, actor: { id: "probe" } }] }))).toEqual({
      apiKeys: [{ key, workspaceId: "", actor: { id: "probe", type: "api_key" } }],
      webhooks: [],
    });
  });

  test.each([
    ["{", "must be JSON"],
    ["[]", "settings: "],
    ['{"apiKeys":[]}', "apiKeys: "],
    [JSON.stringify({ apiKeys: [{ key: "short", actor: { id: "a" } }] }), "apiKeys.0.key: "],
    [
      JSON.stringify({ apiKeys: [{ key, actor: { id: "a", type: "system" } }] }),
      "apiKeys.0.actor.type: ",
    ],
    [JSON.stringify({ apiKeys: [{ key, actor: { id: "a" }, admin: true }] }), "apiKeys.0: "],
    [
      JSON.stringify({
        apiKeys: [
          { key, actor: { id: "a" } },
          { key, actor: { id: "b" } },
        ],
      }),
      "each of apiKeys must be there once",
    ],
    [
      JSON.stringify({
        apiKeys: [{ key, actor: { id: "a" } }],
        webhooks: [{ name: "mail", url: "file:///etc" }],
      }),
      "webhooks.0.url: ",
    ],
  ])("names the place of what is wrong in %s, and no key", (text, place) => {
    let message = "";
    try {
      readSettings(text);
    } catch (error) {
      message = String(error);
    }
    expect(message).toContain(place);
    expect(message).not.toContain(key);
  });
});
