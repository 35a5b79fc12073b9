import type { Actor, Target } from "./event.ts";
import { isPlainObject } from "./json.ts";

/**
 * Gives the whole actor of one that may lack its name or type.
 *
 * Without a name the name is the id; without a type it is the system where the id is empty, else a
 * user. Keys it does not know stay.
 */
export function readActor(actor: {
  readonly id: string;
  readonly name?: string | undefined;
  readonly type?: string | undefined;
  readonly onBehalfOf?: Parameters<typeof readActor>[0] | undefined;
}): Actor {
  const { id, name = id, type = id === "" ? "system" : "user", onBehalfOf } = actor;
  if (onBehalfOf === undefined && hasNoOtherKeys(actor)) return { id, name, type };
  const { id: _, name: __, type: ___, onBehalfOf: ____, ...rest } = actor;
  const principal = onBehalfOf === undefined ? {} : { onBehalfOf: readActor(onBehalfOf) };
  return { ...rest, id, name, type, ...principal };
}

function hasNoOtherKeys(actor: object): boolean {
  for (const key in actor)
    if (key !== "id" && key !== "name" && key !== "type" && key !== "onBehalfOf") return false;
  return true;
}

/** Gives the actor that a store holds as JSON, or undefined when it is none. */
export function readStoredActor(stored: unknown): Actor | undefined {
  if (!isPlainObject(stored) || typeof stored.id !== "string") return undefined;
  const { id, name, type, onBehalfOf, ...rest } = stored;
  const principal = readStoredActor(onBehalfOf);
  return readActor({
    ...rest,
    id,
    ...(typeof name === "string" ? { name } : {}),
    ...(typeof type === "string" ? { type } : {}),
    ...(principal === undefined ? {} : { onBehalfOf: principal }),
  });
}

/**
 * Gives the targets that a store holds as JSON, or undefined when they are none.
 *
 * A lone `name` is the type: the first version of this log called it so.
 */
export function readStoredTargets(stored: unknown): readonly Target[] | undefined {
  if (stored === null || stored === undefined) return [];
  if (!Array.isArray(stored)) return undefined;
  const targets = stored.map((target: unknown): Target | undefined => {
    if (!isPlainObject(target) || typeof target.id !== "string") return undefined;
    const { id, type, name, ...rest } = target;
    if (typeof type === "string")
      return { ...rest, id, type, ...(typeof name === "string" ? { name } : {}) };
    return typeof name === "string" ? { ...rest, id, type: name } : undefined;
  });
  return targets.includes(undefined) ? undefined : targets.filter((target) => target !== undefined);
}
