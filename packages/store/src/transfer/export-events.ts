import type { AnyAction } from "@audit/events";
import type { CloudEventOptions } from "@audit/events/cloud-events";
import { assertMethods, assertObject } from "../assert-option.ts";
import type { EventStore } from "../event-store.ts";
import type { ReadRecordedOptions } from "../read-options.ts";
import { formatNamed, type TransferFormat } from "./transfer-format.ts";

const chunkCharacters = 65_536;

/** Which events of a workspace to export, and how. */
export interface ExportOptions<Name extends string> extends ReadRecordedOptions<Name> {
  readonly format: TransferFormat;
  /** Is told, before a chunk is given, how many events there are up to its end. */
  readonly onProgress?: ((progress: { readonly events: number }) => void) | undefined;
  /** How sources and types are named. */
  readonly cloudEvents?: CloudEventOptions | undefined;
}

/**
 * Gives the events of a workspace as text, in chunks of about 64 KiB, one line for each event, as
 * they were recorded: {@link importEvents} makes the same events of it.
 *
 * Streams are one after the other by `id`, each in its order. Reads on only as chunks are taken, and
 * holds one page at a time. What was delivered again with nothing new is one line, so `copies` are not
 * kept; the facts of a conflict, and deliveries by different writers, have a line each. For a cut that
 * no append moves, give `knownAt`.
 *
 * @throws {InvalidOptionError} for a format that there is not, when the first chunk is asked for
 * @throws {InvalidReadError} naming the option and what must hold, likewise
 * @example
 * const store = new MemoryEventStore();
 * await store.append({ id: "monitor:1", action: "monitor.delete", metadata: {} });
 * for await (const chunk of exportEvents(store, { format: "ndjson" })) console.log(chunk);
 */
export async function* exportEvents<A extends AnyAction>(
  store: EventStore<A>,
  options: ExportOptions<A["name"]>,
): AsyncGenerator<string> {
  assertMethods("store", store, ["readRecorded"], "be an event store");
  const { format, onProgress, cloudEvents, ...reading } = assertObject("options", options);
  const { head, tail, write } = formatNamed(format, cloudEvents);
  let chunk = head;
  let events = 0;
  for await (const event of store.readRecorded(reading)) {
    chunk += write(event, events === 0);
    events += 1;
    if (chunk.length < chunkCharacters) continue;
    onProgress?.({ events });
    yield chunk;
    chunk = "";
  }
  chunk += tail;
  onProgress?.({ events });
  if (chunk !== "") yield chunk;
}
