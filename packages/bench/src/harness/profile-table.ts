import type { Profile } from "./profile-missed.ts";
import { markdownTable } from "./result-table.ts";

/** Gives where the time went of those that missed a goal, as Markdown of about 80 columns. */
export function profileTable(title: string, profiles: readonly Profile[]): string {
  return [
    `### Where the time goes: ${title}`,
    "",
    "Of those that missed a goal, each run once more under V8's profiler. What a server does for them is not in it: they wait for it as (idle).",
    "",
    ...profiles.flatMap(({ contender, case: of, functions }) => [
      `**${contender}, ${of}**`,
      "",
      ...markdownTable([
        ["own time", "function", "place"],
        ...functions.map(({ name, place, share }) => [
          `${(share * 100).toFixed(1)} %`,
          name,
          place,
        ]),
      ]),
      "",
    ]),
  ].join("\n");
}
