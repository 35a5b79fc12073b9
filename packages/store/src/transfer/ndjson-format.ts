import { transferredEvent } from "./event-fields.ts";
import { behind } from "./import-checkpoint.ts";
import { parseJson } from "./parse-json.ts";
import { readTransferredEvent } from "./read-transferred-event.ts";
import type { RecordedResult } from "./recorded-events.ts";
import type { Format } from "./transfer-format.ts";

/** One JSON object a line: the fields of an event, and `stored` with columns where those do not suffice. */
export const ndjsonFormat: Format = {
  head: "",
  tail: "",
  write(event) {
    const { fields, stored } = transferredEvent(event);
    return `${JSON.stringify(stored === undefined ? fields : { ...fields, stored })}\n`;
  },
  reader: () => ({
    needsHead: false,
    *read(line) {
      const { text, number } = line;
      if (text.trim() !== "") yield { ...readJsonLine(text), number, place: behind(line) };
    },
    end: () => [],
  }),
};

function readJsonLine(text: string): RecordedResult {
  const parsed = parseJson(text);
  return "value" in parsed
    ? readTransferredEvent(parsed.value)
    : { problems: [{ path: "", ...parsed.problem }] };
}
