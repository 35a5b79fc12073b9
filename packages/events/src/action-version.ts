import { config } from "zod/mini";
import en from "zod/v4/locales/en.js";
import type { MetadataSchema } from "./metadata-schema.ts";
import { type Shape, shapeOf } from "./shape.ts";

/** One released version of an action. */
export interface ActionVersion {
  readonly number: number;
  readonly schema: MetadataSchema;
  /** What the schema asks for, made once for all events. */
  readonly shape: Shape;
  /** Gives this version's metadata from that of the version before; absent in version 1. */
  readonly upcast?: (before: unknown) => unknown;
}

type Upcast = (before: unknown) => unknown;

/** Gives a version whose schema and shape are made when they are first asked for. */
export function actionVersion(
  number: number,
  make: () => MetadataSchema,
  upcast?: Upcast,
): ActionVersion {
  return Object.freeze(new MadeLater(number, make, upcast));
}

// A class, as its getters are one for all versions: those of literals would differ for each, and
// whoever reads `shape` of many would be slow.
class MadeLater implements ActionVersion {
  readonly number: number;
  declare readonly upcast?: Upcast;
  readonly #make: () => MetadataSchema;
  #schema: MetadataSchema | undefined;
  #shape: Shape | undefined;

  constructor(number: number, make: () => MetadataSchema, upcast?: Upcast) {
    this.number = number;
    this.#make = make;
    if (upcast !== undefined) this.upcast = upcast;
  }

  // Short, as what reads `shape` of every event has these in it.
  get schema(): MetadataSchema {
    return this.#schema ?? this.#makeSchema();
  }

  get shape(): Shape {
    return this.#shape ?? this.#makeShape();
  }

  #makeSchema(): MetadataSchema {
    speakEnglish();
    this.#schema = this.#make();
    return this.#schema;
  }

  #makeShape(): Shape {
    this.#shape = shapeOf(this.schema);
    return this.#shape;
  }
}

/** Sets zod's English texts where nobody has set others, as zod itself does outside of `zod/mini`. */
function speakEnglish(): void {
  if (config().localeError === undefined) config(en());
}
