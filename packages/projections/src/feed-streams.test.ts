import { type AuditEvent, monitorDown } from "@audit/events";
import { describe, expect, test } from "vitest";
import { feedStreams } from "./feed-streams.ts";
import { openIncidents } from "./open-incidents.ts";
import { OutOfOrderError } from "./out-of-order-error.ts";
import { ReopenedStreamError } from "./reopened-stream-error.ts";
import { at, stream } from "./testing.ts";

const one = stream("monitor:1", [
  at("10:00", monitorDown, { region: "gru" }),
  at("10:02", monitorDown, { region: "gru" }),
]);
const two = stream("monitor:2", [at("10:01", monitorDown, { region: "gru" })]);
const foreign = stream("monitor:1", [at("10:00", monitorDown, { region: "gru" })], {
  workspaceId: "acme",
});

function* overTime(events: readonly AuditEvent[]) {
  yield* events;
}

/** Writes each stream as its name and the uids that its fold was given; one wants no more than `enough`. */
function streamsIn(events: Iterable<AuditEvent>, enough = Number.POSITIVE_INFINITY) {
  return feedStreams<string[], string[]>(events, () => {
    const streams: string[] = [];
    return {
      projection: "uids",
      start() {
        const uids: string[] = [];
        return {
          push: ({ uid }) => uids.push(uid.slice(-4)) < enough,
          finish: () => uids,
        };
      },
      take: ({ workspaceId, id }, uids) => streams.push(`${workspaceId}/${id}: ${uids.join(" ")}`),
      finish: () => streams,
    };
  });
}

describe("feedStreams", () => {
  test("folds stream after stream, told apart by workspace and id", () => {
    expect(streamsIn(overTime([...one, ...foreign, ...two]))).toEqual([
      "/monitor:1: 0001 0002",
      "acme/monitor:1: 0001",
      "/monitor:2: 0001",
    ]);
    expect(streamsIn([])).toEqual([]);
  });

  test("puts a list in order, and leaves it alone", () => {
    const [first, second] = one;
    if (first === undefined || second === undefined) throw new Error("there are two");
    const list = [second, ...two, first];
    expect(streamsIn(list)).toEqual(["/monitor:1: 0001 0002", "/monitor:2: 0001"]);
    expect(list).toEqual([second, ...two, first]);
  });

  test("refuses a stream of an iterable that comes again after another", () => {
    const [first, second] = one;
    if (first === undefined || second === undefined) throw new Error("there are two");
    const reopened = () => streamsIn(overTime([first, ...two, second]));
    expect(reopened).toThrow(ReopenedStreamError);
    expect(reopened).toThrow(
      'Cannot replay "uids" as the streams of a fleet must come one after the other: current value is "monitor:1" again after "monitor:2"',
    );
  });

  test("gives a fold that wants no more nothing more, and goes on with the next", () => {
    expect(streamsIn(overTime([...one, ...two]), 1)).toEqual([
      "/monitor:1: 0001",
      "/monitor:2: 0001",
    ]);
  });

  test("leaves the order within a stream of an iterable to its fold", async () => {
    const reversed = [...one].reverse();
    expect(() => openIncidents(overTime(reversed))).toThrow(OutOfOrderError);
    async function* later() {
      yield* reversed;
    }
    await expect(openIncidents(later())).rejects.toThrow(OutOfOrderError);
    expect(openIncidents(reversed)).toEqual([]);
  });
});
