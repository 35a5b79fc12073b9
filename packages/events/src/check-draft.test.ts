import { describe, expect, test } from "vitest";
import { catalog } from "./built-in-catalog.ts";
import { type AnyDraft, InvalidDraftError } from "./check-draft.ts";
import { createWriter } from "./writer.ts";

const noon = 1_750_000_000_000;
const down = {
  id: "monitor:1",
  action: "monitor.down",
  metadata: { region: "gru" },
} as const;
const refusal = (draft: unknown): InvalidDraftError => {
  try {
    // Safe: what the types forbid is what is tried here.
    createWriter(catalog, { now: () => noon }).complete([draft as AnyDraft]);
  } catch (error) {
    if (error instanceof InvalidDraftError) return error;
  }
  throw new Error("the draft was not refused");
};

describe("InvalidDraftError", () => {
  test.each<[string, object, string]>([
    ["an empty id", { id: "" }, 'id must be an entity, "<type>:<key>": current value is ""'],
    ["a huge id", { id: `monitor:${"x".repeat(300)}` }, "id must have at most 256 characters"],
    ["an id without a type", { id: "1" }, 'id must be an entity, "<type>:<key>"'],
    ["an id with a newline", { id: "monitor:1\n" }, "id must have no control characters"],
    ["an id with a lone surrogate", { id: "monitor:\ud800" }, "id must be well-formed Unicode"],
    ["an id that is no text", { id: 5 }, "id must be a string: current value is 5"],
    ["an unknown action", { action: "monitor.dwn" }, "action must be an action of this catalog"],
    ["no action", { action: undefined }, "action must be a string"],
    [
      "an extra metadata key",
      { metadata: { region: "gru", regio: 1 } },
      'Unrecognized key: "regio"',
    ],
    ["missing metadata", { metadata: undefined }, "metadata must be JSON"],
    ["a float", { timestamp: 1.5 }, "timestamp must be a whole number of milliseconds"],
    ["NaN", { timestamp: Number.NaN }, "timestamp must be a whole number of milliseconds"],
    ["a negative timestamp", { timestamp: -1 }, "timestamp must be in milliseconds, at least"],
    ["seconds", { timestamp: 1_750_000_000 }, "timestamp must be in milliseconds, at least"],
    [
      "the far future",
      { timestamp: noon + 86_400_001 },
      "timestamp must be at most one day from now",
    ],
    ["targets: null", { targets: null }, "targets must be a list: current value is null"],
    ["a target without a type", { targets: [{ id: "1" }] }, "targets.0.type must be a string"],
    ["an actor without an id", { actor: { name: "ada" } }, "actor.id must be a string"],
    [
      "an unknown actor type",
      { actor: { id: "a", type: "robot" } },
      "actor.type must be one of user",
    ],
    ["an unknown outcome", { outcome: "maybe" }, "outcome must be one of success, failure, denied"],
    ["an outcome in a list", { outcome: ["success"] }, "outcome must be one of success"],
    [
      "an actor type in a list",
      { actor: { id: "a", type: ["user"] } },
      "actor.type must be one of user",
    ],
    [
      "an unknown context key",
      { context: { cookie: "s3cret" } },
      "context.cookie must not be there",
    ],
    ["an unknown field", { tiemstamp: 1 }, '"tiemstamp" must not be there'],
    ["a uid with a space", { uid: "a b" }, "uid must be 1 to 256 characters of printable ASCII"],
    ["a workspace that is no text", { workspaceId: 5 }, "workspaceId must be a string"],
    [
      "a date in metadata",
      { metadata: { region: new Date() } },
      "metadata.region must be JSON: it is a Date",
    ],
    ["a function in metadata", { metadata: { region: () => 1 } }, "it is of type function"],
    ["a bigint in metadata", { metadata: { statusCode: 1n } }, "it is of type bigint"],
    [
      "a lone surrogate in metadata",
      { metadata: { region: "\udfff" } },
      "metadata.region must be well-formed",
    ],
  ])("names the field for %s", (_, change, words) => {
    expect(refusal({ ...down, ...change }).message).toContain(words);
  });

  test.each([null, undefined, "monitor.down", 5, []])("refuses %j as a draft", (draft) => {
    expect(refusal(draft).message).toBe("Cannot append the draft as it must be a draft, an object");
  });

  test("lists all problems at once, with their paths", () => {
    const { problems } = refusal({ ...down, id: "", timestamp: 1, metadata: { statusCode: "x" } });
    expect(problems.map(({ path }) => path)).toEqual([
      "id",
      "timestamp",
      "metadata.region",
      "metadata.statusCode",
    ]);
  });

  test("never shows a value of metadata, an actor or a context", () => {
    const { message } = refusal({
      ...down,
      metadata: { region: 1, message: { token: "s3cret" }, latency: "s3cret" },
      actor: { id: 5, name: ["s3cret"] },
      context: { ip: ["s3cret"] },
    });
    expect(message).not.toContain("s3cret");
  });

  test("shortens a huge id", () => {
    expect(refusal({ ...down, id: "x".repeat(1e6) }).message.length).toBeLessThan(300);
  });
});
