import { MemoryEventStore } from "@audit/store";
import { describe, expect, test } from "vitest";
import { storyText } from "./story-text.ts";
import { type Stream, tellStory } from "./tell-story.ts";
import { readWaves } from "./waves.ts";

async function bundledStory() {
  let now = Date.now();
  const store = new MemoryEventStore({ writer: { now: () => now } });
  const { first, second, third } = await readWaves();
  await store.append(first);
  await store.append(second);
  const knownAt = now;
  now += 1000;
  await store.append(third);
  const read = async (action: string): Promise<Stream> => {
    const id = first.find((draft) => draft.action === action)?.id ?? "";
    const events = [];
    for await (const event of store.read(id)) events.push(event);
    return events;
  };
  return tellStory(await read("monitor.create"), await read("incident.create"), knownAt);
}

const wordsOf = (text: string) => text.split(/\s+/).sort();

describe("storyText", () => {
  test.each([80, 60])("tells everything in lines of at most %d characters", async (width) => {
    const story = await bundledStory();
    const text = storyText(story, width);
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(width);
    expect(text).not.toContain("…");
    expect(wordsOf(text)).toEqual(wordsOf(storyText(story, 1000)));
    expect(text).toContain("delivered 2 times");
  });
});
