import { describe, expect, test } from "vitest";
import { readSettings } from "../settings/settings.ts";
import { callerFinder } from "./find-caller.ts";

const { apiKeys } = readSettings(
  JSON.stringify({
    apiKeys: [
      { key: "first-key-0123456789", actor: { id: "a" } },
      { key: "second-key-0123456789", actor: { id: "b" } },
    ],
  }),
);
const find = callerFinder(apiKeys);

describe("callerFinder", () => {
  test.each([
    ["Bearer first-key-0123456789", "a"],
    ["bearer  second-key-0123456789", "b"],
    ["Bearer first-key-012345678", undefined],
    ["Basic first-key-0123456789", undefined],
    ["first-key-0123456789", undefined],
    ["Bearer ", undefined],
    ["", undefined],
    [undefined, undefined],
  ])("finds whose %j is", (authorization, id) => {
    expect(find(authorization)?.actor.id).toBe(id);
  });
});
