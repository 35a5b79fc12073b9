import type { z } from "zod";
import {
  type Action,
  type ActionFacts,
  createAction,
  type NextVersion,
  type NoOtherKeys,
} from "../action.ts";
import { actionVersion } from "../action-version.ts";
import type { Frozen } from "../frozen.ts";
import type { MetadataSchema } from "../metadata-schema.ts";
import type { Telling } from "../sentence.ts";

/** An action of this package on its way. */
interface BuiltIn<Name extends string, Version extends number, Metadata> {
  version<Next extends object, const Given extends Frozen<Next>>(
    number: NextVersion<Version>,
    schema: () => z.core.$ZodType<Next>,
    upcast: (before: Metadata) => Given & NoOtherKeys<Given, Next>,
  ): BuiltIn<Name, NextVersion<Version>, Next>;
  formerly(name: string): BuiltIn<Name, Version, Metadata>;
  sentence(template: (event: Telling<Metadata>) => string): Action<Name, Version, Metadata>;
}

interface BuiltInStart<Name extends string> {
  version<First extends object>(
    number: 1,
    schema: () => z.core.$ZodType<First>,
  ): BuiltIn<Name, 1, First>;
}

/**
 * Starts the definition of an action of this package: as `defineAction`, but every schema is made when
 * it is first needed, as most programs need few of them. What a definition must hold is tested, not
 * looked at when a program starts.
 */
export function builtIn<const Name extends string>(name: Name): BuiltInStart<Name> {
  const start = { name, formerNames: [], versions: [] };
  return { version: (number, schema) => extend(start, number, schema) };
}

type Facts<Name extends string> = ActionFacts & { readonly name: Name };

function extend<Name extends string, Version extends number, Metadata>(
  facts: Facts<Name>,
  number: Version,
  make: () => z.core.$ZodType<object>,
  upcast?: (before: unknown) => unknown,
): BuiltIn<Name, Version, Metadata> {
  // Safe: all that is asked of an action's schema is `safeParse`, which those of `zod/mini` have too.
  const version = actionVersion(number, make as () => MetadataSchema, upcast);
  return builtInOf({ ...facts, versions: Object.freeze([...facts.versions, version]) }, number);
}

function builtInOf<Name extends string, Version extends number, Metadata>(
  facts: Facts<Name>,
  latest: Version,
): BuiltIn<Name, Version, Metadata> {
  return {
    version: (number, schema, upcast) =>
      // Safe: the upcast only ever gets what the schema before has parsed, which is `Metadata`.
      extend(facts, number, schema, upcast as (before: unknown) => unknown),
    formerly: (name) => builtInOf({ ...facts, formerNames: [...facts.formerNames, name] }, latest),
    sentence: (template) => createAction(facts, latest, template),
  };
}
