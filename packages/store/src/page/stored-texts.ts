import { type Actor, readStoredActor, readStoredTargets, type Target } from "@audit/events";

/**
 * Reads the texts of a page that say the same again and again. What JSON says is read once, frozen, and shared by all
 * events of the page; names that rows have in common are one text in memory, which is less of it, and quick to compare.
 */
export class StoredTexts {
  readonly #actors = new Map<string, Actor | undefined>();
  readonly #targets = new Map<string, readonly Target[] | undefined>();
  #workspaceId = "";
  #id = "";
  #writer = "";

  /** Gives the same text, where it can the one of the row before. */
  workspaceId(text: string): string {
    if (text !== this.#workspaceId) this.#workspaceId = text;
    return this.#workspaceId;
  }

  /** Gives the same text, where it can the one of the row before. */
  id(text: string): string {
    if (text !== this.#id) this.#id = text;
    return this.#id;
  }

  /** Gives the same text, where it can the one of the row before. */
  writer(text: string): string {
    if (text !== this.#writer) this.#writer = text;
    return this.#writer;
  }

  /** Gives the actor, or undefined where the text is none. */
  actor(text: string): Actor | undefined {
    return once(this.#actors, text, readStoredActor);
  }

  /** Gives the targets, or undefined where the text is none. */
  targets(text: string): readonly Target[] | undefined {
    return once(this.#targets, text, readStoredTargets);
  }
}

function once<Value>(
  read: Map<string, Value | undefined>,
  text: string,
  readStored: (stored: unknown) => Value | undefined,
): Value | undefined {
  const known = read.get(text);
  if (known !== undefined || read.has(text)) return known;
  const value = frozen(readStored(parseJson(text)));
  read.set(text, value);
  return value;
}

/** No JSON is no actor, and no list of targets. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return false;
  }
}

function frozen<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}
