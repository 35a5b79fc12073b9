import { readFile } from "node:fs/promises";
import type { BuiltInAction, DraftOf } from "@audit/events";
import { createDetector, readChecks } from "@audit/incident-service";

type Drafts = readonly DraftOf<BuiltInAction>[];

/** What the bundled stream of checks leads to, wave by wave. */
export interface Waves {
  /** The first checks: all is well, then two of three regions go down and an incident opens. */
  readonly first: Drafts;
  /** More checks until all is well again, and a person who takes notice. */
  readonly second: Drafts;
  /** One check from a region that was cut off arrives late, and one event of before comes again. */
  readonly third: Drafts;
}

/** Lets the incident service turn the bundled checks into drafts, in the order in which they arrive. */
export async function readWaves(): Promise<Waves> {
  const detector = createDetector();
  const [first = [], second = [], third = []] = await Promise.all(
    [1, 2, 3].map(async (wave) => {
      const file = new URL(`../../waves/wave-${wave}.ndjson`, import.meta.url);
      return (await readChecks(await readFile(file, "utf8"), Date.now())).checks;
    }),
  );
  const opened = first.flatMap((check) => detector.detect(check));
  const ended = second.flatMap((check) => detector.detect(check));
  const acknowledged = acknowledgements(opened);
  return {
    first: opened,
    second: [...acknowledged, ...ended],
    third: [...third.flatMap((check) => detector.detect(check)), ...acknowledged],
  };
}

function acknowledgements(drafts: Drafts): Drafts {
  return drafts.flatMap((draft) =>
    draft.action === "incident.create"
      ? [
          {
            id: draft.id,
            action: "incident.acknowledge",
            uid: `${draft.uid}-acknowledged`,
            timestamp: (draft.timestamp ?? 0) + 2 * 60_000,
            actor: { id: "ada", name: "Ada", type: "user" },
            targets: draft.targets,
            correlationId: draft.id,
            causationId: draft.uid,
            metadata: { message: "Looking into it" },
          },
        ]
      : [],
  );
}
