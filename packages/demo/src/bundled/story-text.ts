import { incident, monitor, timeline } from "@audit/projections";
import { describeIncident, describeMonitor } from "../print/describe-state.ts";
import { momentRows } from "../print/moment-rows.ts";
import { bold, table } from "../print/table.ts";
import { clockTime } from "../print/time.ts";
import type { States, Story } from "./run-bundled.ts";

/** Prints the timelines, the states and the pair for a person. */
export function printStory({ monitorEvents, incidentEvents, states, pair }: Story): void {
  const [first] = monitorEvents;
  const day = new Date(first?.timestamp ?? 0).toISOString().slice(0, 10);
  console.log(`${bold(`Timeline of ${first?.id}`)}, ${day}, times in UTC\n`);
  console.log(table(momentRows(timeline(monitor, monitorEvents))));
  console.log(`\n${bold(`Timeline of ${incidentEvents[0]?.id}`)}\n`);
  console.log(table(momentRows(timeline(incident, incidentEvents))));

  console.log(`\n${bold("What it looked like")}\n`);
  console.log(
    table(states.flatMap((moment) => stateRows(clockTime(Date.parse(moment.at)), moment))),
  );

  const at = clockTime(Date.parse(pair.at));
  console.log(`\n${bold(`The same moment twice: ${at}`)}\n`);
  console.log(
    table([
      ...stateRows("as it was", pair.asItWas),
      ...stateRows("as it was known then", pair.asKnownThen),
    ]),
  );
  const late = monitorEvents.find(({ recordedAt }) => recordedAt > Date.parse(pair.knownAt));
  if (late)
    console.log(
      `\nThe ${late.recordedAction} of ${clockTime(late.timestamp)} was recorded only after what followed it.`,
    );
  const copied = [...monitorEvents, ...incidentEvents].filter(({ copies }) => copies > 1);
  for (const { recordedAction, timestamp, copies } of copied)
    console.log(
      `The ${recordedAction} of ${clockTime(timestamp)} was delivered ${copies} times and counts once.`,
    );
}

function stateRows(label: string, states: States): string[][] {
  return [
    [label, "monitor", describeMonitor(states.monitor)],
    ["", "incident", describeIncident(states.incident)],
  ];
}
