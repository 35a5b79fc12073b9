import { InvalidOptionError } from "../assert-option.ts";
import { untilAborted } from "../until-aborted.ts";

/** What texts come from: chunks, cut anywhere. A web stream is one, and a list. */
export type TransferSource =
  | Uint8Array
  | AsyncIterable<string | Uint8Array>
  | Iterable<string | Uint8Array>;

const loneSurrogate = /(\p{Surrogate})/u;
// Half a character has no bytes; those stand in for it, and what reads them says that they are not UTF-8.
const notUtf8 = Uint8Array.of(0xff);

/** Gives the chunks of a source as bytes of UTF-8, and stops as soon as the signal does. */
export async function* sourceBytes(
  source: TransferSource,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const iterator = iteratorOf(source);
  let half = "";
  let isDone = false;
  try {
    for (;;) {
      const { done, value } = await untilAborted(signal, async () => iterator.next());
      isDone = done === true;
      if (done === true) break;
      if (value instanceof Uint8Array) {
        if (half !== "") yield notUtf8;
        half = "";
        yield value;
        continue;
      }
      if (typeof value !== "string")
        throw new InvalidOptionError("source", "give texts or bytes (Uint8Array)");
      const text = half + value;
      half = /[\ud800-\udbff]$/.test(text) ? text.slice(-1) : "";
      for (const part of text.slice(0, text.length - half.length).split(loneSurrogate))
        yield loneSurrogate.test(part) ? notUtf8 : encoder.encode(part);
    }
    if (half !== "") yield notUtf8;
  } finally {
    // Not waited for: after an abort a source may be waiting itself, for ever.
    if (!isDone) close(iterator);
  }
}

/**
 * Lets a source pass that can be iterated over.
 *
 * @throws {InvalidOptionError} for any other
 */
export function assertSource(source: TransferSource): TransferSource {
  // Safe: asked for by name, whatever the source is.
  const iterable = source as Partial<AsyncIterable<unknown> & Iterable<unknown>> | null | undefined;
  const iterate = iterable?.[Symbol.asyncIterator] ?? iterable?.[Symbol.iterator];
  if (typeof iterate === "function") return source;
  throw new InvalidOptionError("source", "be an iterable, async or not, of texts or bytes");
}

function iteratorOf(
  source: TransferSource,
): AsyncIterator<string | Uint8Array> | Iterator<string | Uint8Array> {
  if (typeof source === "string" || source instanceof Uint8Array)
    return [source][Symbol.iterator]();
  return Symbol.asyncIterator in source
    ? source[Symbol.asyncIterator]()
    : source[Symbol.iterator]();
}

function close(iterator: AsyncIterator<unknown> | Iterator<unknown>): void {
  // Not its rejection either: what ended the reading is told already.
  Promise.resolve()
    .then(() => iterator.return?.())
    .catch(() => {});
}
