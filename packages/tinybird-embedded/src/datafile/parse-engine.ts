import type { EngineDefinition } from "./definitions.ts";
import type { Directive } from "./known-directives.ts";
import type { DirectiveStatement } from "./read-directives.ts";
import { splitList, UnbalancedSqlError } from "./split-list.ts";
import { invalid, lineOf, textOf } from "./statement-value.ts";

type EngineOption = Exclude<keyof EngineDefinition, "type">;

const OPTIONS: Partial<Record<Directive, EngineOption>> = {
  ENGINE_PARTITION_KEY: "partitionKey",
  ENGINE_SORTING_KEY: "sortingKey",
  ENGINE_PRIMARY_KEY: "primaryKey",
  ENGINE_SAMPLING_KEY: "samplingKey",
  ENGINE_TTL: "ttl",
  ENGINE_SETTINGS: "settings",
  ENGINE_VER: "ver",
  ENGINE_IS_DELETED: "isDeleted",
  ENGINE_SIGN: "sign",
  ENGINE_VERSION: "version",
  ENGINE_COLUMNS: "columns",
  ENGINE_JOIN_STRICTNESS: "joinStrictness",
  ENGINE_STRICTNESS: "joinStrictness",
  ENGINE_JOIN_TYPE: "joinType",
  ENGINE_TYPE: "joinType",
  ENGINE_KEY_COLUMNS: "joinKeys",
  ENGINE_JOIN_KEYS: "joinKeys",
  ENGINE_JOIN_KEY: "joinKeys",
  ENGINE_KEYS: "joinKeys",
};

interface EngineRule {
  readonly own?: readonly EngineOption[];
  readonly required?: readonly EngineOption[];
}

const ENGINES: ReadonlyMap<string, EngineRule> = new Map<string, EngineRule>([
  ["MergeTree", {}],
  ["ReplacingMergeTree", { own: ["ver", "isDeleted"], required: ["sortingKey"] }],
  ["SummingMergeTree", { own: ["columns"] }],
  ["AggregatingMergeTree", { required: ["sortingKey"] }],
  ["CollapsingMergeTree", { own: ["sign"], required: ["sortingKey", "sign"] }],
  [
    "VersionedCollapsingMergeTree",
    { own: ["sign", "version"], required: ["sortingKey", "sign", "version"] },
  ],
  ["Null", {}],
  ["Join", { own: ["joinStrictness", "joinType", "joinKeys"], required: ["joinKeys"] }],
]);

const OF_SOME_ENGINES: readonly EngineOption[] = [
  "ver",
  "isDeleted",
  "sign",
  "version",
  "columns",
  "joinStrictness",
  "joinType",
  "joinKeys",
];

/** Tells whether the directive is ENGINE or one of its options. */
export function isEngineDirective(directive: Directive): boolean {
  return directive === "ENGINE" || OPTIONS[directive] !== undefined;
}

/**
 * Reads ENGINE and its ENGINE_* directives; without ENGINE it is a MergeTree.
 *
 * An option with an empty value counts as absent, as Tinybird writes `ENGINE_PARTITION_KEY ""`.
 *
 * @throws {DatafileError} When the engine is not known, or misses or cannot have an option.
 */
export function parseEngine(statements: readonly DirectiveStatement[]): EngineDefinition {
  const engine = statements.find(({ directive }) => directive === "ENGINE");
  const { type, values } =
    engine === undefined ? { type: "MergeTree", values: [] } : engineCall(engine);
  const rule = ENGINES.get(type) ?? {};
  const options: Partial<Record<EngineOption, string>> = {};
  for (const [at, value] of values.entries()) {
    const option = rule.own?.[at];
    if (engine !== undefined && option === undefined) {
      throw invalid(engine, `engine ${type} must not have ${value} in brackets`);
    }
    if (option !== undefined) options[option] = value;
  }
  for (const statement of statements) {
    const option = OPTIONS[statement.directive];
    const value = option === undefined ? "" : textOf(statement).trim();
    if (option === undefined || value === "") continue;
    if (OF_SOME_ENGINES.includes(option) && !rule.own?.includes(option)) {
      throw invalid(statement, `engine ${type} must not have it`);
    }
    options[option] = value;
  }
  const missing = rule.required?.find((option) => options[option] === undefined);
  if (engine !== undefined && missing !== undefined) {
    throw invalid(engine, `engine ${type} must have ${directiveOf(missing)}`);
  }
  return { type, ...options };
}

/** Takes `ReplacingMergeTree(at)` apart; brackets are not needed, as directives say the same. */
function engineCall(statement: DirectiveStatement): { type: string; values: readonly string[] } {
  const value = lineOf(statement);
  const [, name = value, inner = ""] = /^(\w+)\s*\((.*)\)$/s.exec(value) ?? [];
  const type = [...ENGINES.keys()].find((known) => known.toLowerCase() === name.toLowerCase());
  if (type === undefined) {
    const known = [...ENGINES.keys()].join(", ");
    throw invalid(statement, `it must be one of ${known}: current value is ${value}`);
  }
  try {
    const items = splitList(inner).map((tokens) =>
      tokens
        .map(({ text }) => text)
        .join("")
        .trim(),
    );
    const values = items.filter((item) => item !== "");
    // A Join has its keys after strictness and type, SummingMergeTree a list in brackets of its own.
    const keys = type === "Join" && values.length > 3 ? values.slice(2).join(", ") : undefined;
    return {
      type,
      values: keys === undefined ? values.map(unbracket) : [...values.slice(0, 2), keys],
    };
  } catch (cause) {
    if (!(cause instanceof UnbalancedSqlError)) throw cause;
    throw invalid(statement, cause.message);
  }
}

function unbracket(value: string): string {
  return /^\((.*)\)$/s.exec(value)?.[1]?.trim() ?? value;
}

function directiveOf(option: EngineOption): string {
  return Object.entries(OPTIONS).find(([, known]) => known === option)?.[0] ?? "ENGINE";
}
