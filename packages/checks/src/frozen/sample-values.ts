import { isPlainObject, jsonEquals } from "@audit/events";
import {
  listOf,
  resolveRef,
  type SchemaNode,
  schemaList,
  schemaNode,
  schemasByName,
} from "../json-schema/schema-node.ts";
import { type SchemaOption, schemaOptions } from "../json-schema/schema-options.ts";
import { isStructured } from "./option-parts.ts";
import { sampleNumber, sampleText } from "./sample-leaves.ts";

/** A value that a schema accepts, with a name for how much it holds. */
export interface SampleValue {
  readonly name: string;
  readonly value: unknown;
}

/**
 * Makes up values for a schema, the same ones each time: `minimal` holds what is required, `full` every
 * key and at least one item of every list. Where a union holds several objects or lists there is a
 * `full` for each: `full 2`.
 *
 * Texts are named after their keys and no number comes twice, so that a decoder that takes one field
 * for another is caught.
 *
 * @throws Error where no text is known that fits a pattern or a format
 */
export function sampleValues(schema: SchemaNode): readonly SampleValue[] {
  const minimal = new Maker(schema, false, 0);
  const full: unknown[] = [];
  // What one option of a union holds shows only once it is taken, so `choices` may grow on the way.
  for (let variant = 0, choices = 1; variant < choices; variant++) {
    const maker = new Maker(schema, true, variant);
    const value = maker.value(schema, "metadata");
    choices = Math.max(choices, maker.choices);
    if (!full.some((other) => jsonEquals(other, value))) full.push(value);
  }
  const nameOf = (index: number) => (index === 0 ? "full" : `full ${index + 1}`);
  return [
    { name: "minimal", value: minimal.value(schema, "metadata") },
    ...full.map((value, index) => ({ name: nameOf(index), value })),
  ];
}

class Maker {
  /** How many variants it takes until every option met was taken. */
  choices = 1;
  readonly #root: SchemaNode;
  readonly #full: boolean;
  readonly #variant: number;
  readonly #above: SchemaNode[] = [];
  #numbers = 0;
  /** How many variants the unions above use up. */
  #choicesAbove = 1;

  constructor(root: SchemaNode, full: boolean, variant: number) {
    this.#root = root;
    this.#full = full;
    this.#variant = variant;
  }

  value(given: SchemaNode, key: string): unknown {
    const node = resolveRef(given, this.#root);
    // Inside itself a schema gives the least, or a full value would have no end.
    const full = this.#full && !this.#above.includes(node);
    if (this.#above.length > 50) throw new Error(`Cannot make up ${key} as it must come to an end`);
    this.#above.push(node);
    try {
      return this.#choose(node, key, full);
    } finally {
      this.#above.pop();
    }
  }

  #choose(node: SchemaNode, key: string, full: boolean): unknown {
    const { options, nullable } = schemaOptions(node, this.#root);
    const structured = options.filter(isStructured);
    const plain = options.find((option) => !isStructured(option));
    const rich = structured[Math.floor(this.#variant / this.#choicesAbove) % structured.length];
    const option = full ? (rich ?? plain) : (plain ?? structured[0]);
    if (option === undefined) {
      if (nullable) return null;
      throw new Error(`Cannot make up ${key} as something must satisfy its schema`);
    }
    const before = this.#choicesAbove;
    if (full) this.#choicesAbove *= Math.max(1, structured.length);
    this.choices = Math.max(this.choices, this.#choicesAbove);
    const made = this.#make(option, key, full);
    this.#choicesAbove = before;
    return made;
  }

  #make({ type, node, values }: SchemaOption, key: string, full: boolean): unknown {
    if (values !== undefined) return values[this.#variant % values.length];
    switch (type) {
      case "boolean":
        return true;
      case "number":
      case "integer":
        this.#numbers += 1;
        return sampleNumber(node, type, this.#numbers);
      case "array":
        return this.#array(node, key, full);
      case "object":
        return this.#object(node, full);
      default:
        return sampleText(node, key);
    }
  }

  #array(node: SchemaOption["node"], key: string, full: boolean): unknown[] {
    const first = schemaList(node.prefixItems);
    const rest = schemaNode(node.items);
    const least = Number(node.minItems ?? 0);
    const most = Math.min(
      Number(node.maxItems ?? Number.POSITIVE_INFINITY),
      rest === false ? first.length : Number.POSITIVE_INFINITY,
    );
    const length = full ? Math.min(most, Math.max(least, first.length + 1)) : least;
    return Array.from({ length }, (_, index) => this.value(first[index] ?? rest, key));
  }

  #object(node: SchemaOption["node"], full: boolean): Record<string, unknown> {
    const properties = schemasByName(node.properties);
    const required = listOf(node.required).map(String);
    const additional = schemaNode(node.additionalProperties);
    const names = full ? [...new Set([...properties.keys(), ...required])] : required;
    const entries = names.map(
      (name) => [name, this.value(properties.get(name) ?? additional, name)] as const,
    );
    const more = full && isPlainObject(additional) && Object.keys(additional).length > 0;
    if (!more) return Object.fromEntries(entries);
    const name = String(this.value(schemaNode(node.propertyNames), "key"));
    return Object.fromEntries([[name, this.value(additional, name)], ...entries]);
  }
}
