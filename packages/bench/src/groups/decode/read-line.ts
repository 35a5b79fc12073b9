/** What a line says after all of its JSON is parsed. */
export interface ReadLine {
  readonly row: Readonly<Record<string, unknown>>;
  readonly actor: unknown;
  readonly targets: unknown;
  readonly context: unknown;
  /** Undefined where the text is no JSON. */
  readonly metadata: unknown;
}

/** Parses a line and the JSON text in it, and looks at nothing. */
export function readLine(line: string): ReadLine {
  // Safe: the lines are of the sample.
  const row = JSON.parse(line) as Record<string, string>;
  const { actor = "", targets = "", context = "", metadata = "" } = row;
  return {
    row,
    actor: JSON.parse(actor),
    targets: JSON.parse(targets),
    context: JSON.parse(context),
    metadata: parseOrNothing(metadata),
  };
}

function parseOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
