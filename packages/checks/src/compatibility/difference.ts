/** Who no longer understands whom: new reader and old data, old reader and new data, or both. */
export type Breaks = "BACKWARD" | "FORWARD" | "BOTH";

/**
 * Every kind of difference, what it breaks, and its kind when the two schemas change places.
 *
 * A schema that accepts less breaks BACKWARD, one that accepts more breaks FORWARD. Judged as strictly
 * as drafts are checked: a key that a closed schema does not list is refused.
 */
export const differenceKinds = {
  "required property added": ["BOTH", "required property removed"],
  "required property removed": ["BOTH", "required property added"],
  "optional property added": ["FORWARD", "optional property removed"],
  "optional property removed": ["BACKWARD", "optional property added"],
  "property added to open content model": ["BACKWARD", "property removed from open content model"],
  "property removed from open content model": ["FORWARD", "property added to open content model"],
  "optional made required": ["BACKWARD", "required made optional"],
  "required made optional": ["FORWARD", "optional made required"],
  "additional properties closed": ["BACKWARD", "additional properties opened"],
  "additional properties opened": ["FORWARD", "additional properties closed"],

  "type narrowed": ["BACKWARD", "type widened"],
  "type widened": ["FORWARD", "type narrowed"],
  "type changed": ["BOTH", "type changed"],
  "nullable removed": ["BACKWARD", "nullable added"],
  "nullable added": ["FORWARD", "nullable removed"],
  "enum constraint added": ["BACKWARD", "enum constraint removed"],
  "enum constraint removed": ["FORWARD", "enum constraint added"],
  "enum value removed": ["BACKWARD", "enum value added"],
  "enum value added": ["FORWARD", "enum value removed"],
  "union option removed": ["BACKWARD", "union option added"],
  "union option added": ["FORWARD", "union option removed"],
  "exclusive union changed": ["BOTH", "exclusive union changed"],

  "additional items closed": ["BACKWARD", "additional items opened"],
  "additional items opened": ["FORWARD", "additional items closed"],
  "minimum items tightened": ["BACKWARD", "minimum items loosened"],
  "minimum items loosened": ["FORWARD", "minimum items tightened"],
  "maximum items tightened": ["BACKWARD", "maximum items loosened"],
  "maximum items loosened": ["FORWARD", "maximum items tightened"],

  "minimum length tightened": ["BACKWARD", "minimum length loosened"],
  "minimum length loosened": ["FORWARD", "minimum length tightened"],
  "maximum length tightened": ["BACKWARD", "maximum length loosened"],
  "maximum length loosened": ["FORWARD", "maximum length tightened"],
  "pattern added": ["BACKWARD", "pattern removed"],
  "pattern removed": ["FORWARD", "pattern added"],
  "format added": ["BACKWARD", "format removed"],
  "format removed": ["FORWARD", "format added"],

  "minimum tightened": ["BACKWARD", "minimum loosened"],
  "minimum loosened": ["FORWARD", "minimum tightened"],
  "maximum tightened": ["BACKWARD", "maximum loosened"],
  "maximum loosened": ["FORWARD", "maximum tightened"],
  "multiple tightened": ["BACKWARD", "multiple loosened"],
  "multiple loosened": ["FORWARD", "multiple tightened"],
  "multiple changed": ["BOTH", "multiple changed"],

  "unlisted keyword changed": ["BOTH", "unlisted keyword changed"],
} as const satisfies Record<string, readonly [Breaks, string]>;

/** A kind of difference, in the words of schema registries. */
export type DifferenceKind = keyof typeof differenceKinds;

/** What differs between two schemas at one place. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** `metadata.changes[].field` */
  readonly path: string;
  readonly breaks: Breaks;
  /** What stood there, where a value says more than the kind. */
  readonly was?: unknown;
  /** What stands there now. */
  readonly is?: unknown;
}

/** Gives the difference of a kind at a path. */
export function difference(
  kind: DifferenceKind,
  path: string,
  values: Pick<Difference, "was" | "is"> = {},
): Difference {
  return { kind, path, breaks: differenceKinds[kind][0], ...values };
}
