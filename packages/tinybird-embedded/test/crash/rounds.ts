import type { Random } from "./random.ts";

/** What a round kills a server at: its work, or a start of one of three kinds. The next round starts on what is left. */
export type Round = "running" | "starting" | "deploying" | "rebuilding";

const ten: readonly Round[] = [
  "running",
  "running",
  "running",
  "running",
  "starting",
  "starting",
  "deploying",
  "deploying",
  "deploying",
  "rebuilding",
];

/** Gives the rounds in a random order, each kind as often in any ten. The first deploys onto nothing. */
export function drawRounds(count: number, random: Random): Round[] {
  const rounds: Round[] = ["deploying"];
  while (rounds.length < count) {
    const first = rounds.length === 1;
    const rest = first ? ten.toSpliced(ten.indexOf("deploying"), 1) : ten;
    rounds.push(...random.shuffled(rest));
  }
  return rounds.slice(0, count);
}
