import type { z } from "zod";
import { type ActionVersion, actionVersion } from "./action-version.ts";
import { AuditError } from "./audit-error.ts";
import type { Frozen } from "./frozen.ts";
import { assertFreezable } from "./metadata-schema.ts";
import type { Telling } from "./sentence.ts";

export type { ActionVersion };

type Successors = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20];

/** The number that follows a version; versions are typed up to 20. */
export type NextVersion<Version extends number> = Version extends keyof Successors & number
  ? Successors[Version]
  : number;

/** Makes a key that the next version does not have a compile error: a strict schema would refuse it. */
export type NoOtherKeys<Given, Next> = {
  readonly [Key in Exclude<keyof Given, keyof Next>]: never;
};

/** A kind of event: a name and an append-only chain of metadata versions. */
export interface Action<
  Name extends string = string,
  Version extends number = number,
  Metadata = unknown,
  Deprecated extends string = never,
> extends ActionFacts {
  readonly name: Name;
  /** The number of the latest version. */
  readonly latest: Version;
  /** Why it is not to be emitted any more, and what instead; absent where it is. */
  readonly deprecated?: Deprecated;
  /** Exists in types only. */
  readonly "~metadata"?: Metadata;
  /** Gives the sentence that `.sentence` has set. */
  template?(event: Telling<Metadata>): string;
  /**
   * Gives the action with one version more; the version before is frozen from then on. A sentence
   * that was set is for the version before, and is set again after it.
   *
   * @param number the number after the latest, written out so that it can be searched for
   * @param upcast a pure step from the metadata of the version before to this one's
   * @throws {InvalidSchemaError} when the schema holds what JSON Schema does not show
   */
  version<Next extends object, const Given extends Frozen<Next>>(
    number: NextVersion<Version>,
    schema: z.core.$ZodType<Next>,
    upcast: (before: Metadata) => Given & NoOtherKeys<Given, Next>,
  ): Action<Name, NextVersion<Version>, Next, Deprecated>;
  /** Gives the action with a name it had before; events under it are read as this action's. */
  formerly(name: string): Action<Name, Version, Metadata, Deprecated>;
  /** Gives the action with a template that says for people what one of its events means. */
  sentence(
    template: (event: Telling<Metadata>) => string,
  ): Action<Name, Version, Metadata, Deprecated>;
  /**
   * Gives the action as one that is not to be emitted any more: a draft of it does not compile, with
   * these words. At run time it is still accepted, and counted by the writer; reading does not change.
   *
   * @param why the reason, and what to emit instead
   */
  deprecate<const Why extends string>(why: Why): Action<Name, Version, Metadata, Why>;
}

/** What {@link defineAction} gives: a name that needs its version 1. */
export interface ActionStart<Name extends string> {
  version<First extends object>(
    number: 1,
    schema: z.core.$ZodType<First>,
  ): Action<Name, 1, First, never>;
}

/** An action's definition does not hold together. */
export class InvalidActionError extends AuditError<"invalid_action"> {
  override readonly name = "InvalidActionError";
}

const namePattern = /^[a-z][a-z0-9_-]*\.[a-z][a-z0-9_-]*$/;

/**
 * Starts the definition of an action, `"<entity type>.<what happened>"`.
 *
 * Every call of the chain gives a new, frozen object; a definition is never changed.
 *
 * @throws {InvalidActionError} when the name is not of that form
 * @example
 * const siteRename = defineAction("site.rename")
 *   .version(1, z.strictObject({ name: z.string() }))
 *   // 2: who reads the timeline wants the old name too.
 *   .version(2, z.strictObject({ from: z.string(), to: z.string() }), (v1) => ({ from: "", to: v1.name }));
 * siteRename.latest; // 2
 */
export function defineAction<const Name extends string>(name: Name): ActionStart<Name> {
  assertName(name, name);
  const start = { name, formerNames: [], versions: [] };
  return { version: (number, schema) => extend(start, number, schema) };
}

/** What an action is made of, without its types. */
export interface ActionFacts {
  readonly name: string;
  /** Names it had before, which are still read. */
  readonly formerNames: readonly string[];
  readonly versions: readonly ActionVersion[];
  readonly deprecated?: string;
}

function extend<Name extends string, Version extends number, Metadata, Deprecated extends string>(
  facts: ActionFacts & { readonly name: Name },
  number: Version,
  schema: z.core.$ZodType<object>,
  upcast?: (before: unknown) => unknown,
): Action<Name, Version, Metadata, Deprecated> {
  const { name, versions } = facts;
  const expected = versions.length + 1;
  if (number !== expected)
    throw new InvalidActionError(
      "invalid_action",
      `Cannot define version ${number} of "${name}" as the next version must be ${expected}`,
    );
  if (expected > 1 && typeof upcast !== "function")
    throw new InvalidActionError(
      "invalid_action",
      `Cannot define version ${number} of "${name}" as it must have an upcast from version ${number - 1}`,
    );
  assertFreezable(name, number, schema);
  const version = actionVersion(number, () => schema, upcast);
  return createAction({ ...facts, versions: Object.freeze([...versions, version]) }, number);
}

/** Gives the action of facts that hold together. */
export function createAction<
  Name extends string,
  Version extends number,
  Metadata,
  Deprecated extends string,
>(
  facts: ActionFacts & { readonly name: Name },
  latest: Version,
  template?: (event: Telling<Metadata>) => string,
): Action<Name, Version, Metadata, Deprecated> {
  const { name, formerNames, versions } = facts;
  // Safe: the only words ever set are those of the type.
  const deprecated = facts.deprecated as Deprecated | undefined;
  return Object.freeze<Action<Name, Version, Metadata, Deprecated>>({
    name,
    formerNames: Object.freeze([...formerNames]),
    latest,
    versions,
    ...(deprecated === undefined ? {} : { deprecated }),
    ...(template === undefined ? {} : { template }),
    version(number, schema, upcast) {
      // Safe: the upcast only ever gets what the schema before has parsed, which is `Metadata`.
      const untyped = upcast as (before: unknown) => unknown;
      return extend(facts, number, schema, untyped);
    },
    formerly(former) {
      assertName(former, name);
      if (former === name || formerNames.includes(former))
        throw new InvalidActionError(
          "invalid_action",
          `Cannot give "${name}" the former name "${former}" as former names must be new and differ from each other`,
        );
      return createAction({ ...facts, formerNames: [...formerNames, former] }, latest, template);
    },
    sentence: (next) => createAction(facts, latest, next),
    deprecate(why) {
      if (typeof why !== "string" || why.trim() === "")
        throw new InvalidActionError(
          "invalid_action",
          `Cannot deprecate "${name}" as the reason must say why, and what to emit instead`,
        );
      return createAction({ ...facts, deprecated: why }, latest, template);
    },
  });
}

function assertName(name: string, action: string): void {
  if (typeof name !== "string" || !namePattern.test(name))
    throw new InvalidActionError(
      "invalid_action",
      `Cannot define "${action}" as an action's name must be an entity type, a dot and what happened, in lower case: current value is ${JSON.stringify(name)}`,
    );
}
