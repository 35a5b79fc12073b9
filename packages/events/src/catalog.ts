import type { Action } from "./action.ts";
import { AuditError } from "./audit-error.ts";
import { decodeEvent } from "./decode-event.ts";
import type { Draft } from "./draft.ts";
import type { KnownEvent, RecordedEvent, UnknownEvent } from "./event.ts";

/** Any action, whatever its name, versions and metadata. */
export type AnyAction = Action<string, number, unknown, string>;

/** The metadata of an action's latest version. */
export type MetadataOf<A extends AnyAction> =
  A extends Action<string, number, infer Metadata, string> ? Metadata : never;

/** The event of an action, as it is read: always in the latest version. */
export type EventOf<A extends AnyAction> =
  A extends Action<infer Name, infer Version, infer Metadata, string>
    ? KnownEvent<Name, Version, Metadata>
    : never;

/** A draft of one of these actions, in the latest version; deprecated actions have none. */
export type DraftOf<A extends AnyAction> =
  A extends Action<infer Name, infer Version, infer Metadata, never>
    ? Draft<Name, Version, Metadata>
    : never;

/**
 * The draft of the action of that name. A parameter of this type is generic in the name, so that the
 * compiler infers it from `action` and complains about the wrong field of the right action.
 */
export type DraftNamed<A extends AnyAction, Name extends A["name"]> = Name extends unknown
  ? Draft<
      Name,
      Extract<A, { readonly name: Name }>["latest"],
      MetadataOf<Extract<A, { readonly name: Name }>>
    > &
      Deprecation<Extract<A, { readonly name: Name }>["deprecated"]>
  : never;

/** Asks a draft of a deprecated action for a key that nobody would write: the complaint says why. */
type Deprecation<Why extends string | undefined> = [Why] extends [undefined]
  ? unknown
  : { readonly "this action is deprecated": Why };

/** One draft per name, so that a list may mix actions and each is checked against its own. */
export type DraftsNamed<A extends AnyAction, Names extends readonly A["name"][]> = {
  readonly [Index in keyof Names]: DraftNamed<A, Names[Index]>;
};

/** What reading gives: narrow by `known`, then by `action`. */
export type AuditEvent<A extends AnyAction = AnyAction> = EventOf<A> | UnknownEvent;

/** Every action a program can read. */
export interface Catalog<A extends AnyAction = AnyAction> {
  readonly actions: readonly A[];
  /** Finds an action by its name or one that it had before. */
  find(name: string): A | undefined;
  /** Gives the typed event, in the latest version; never throws on data. */
  decode(recorded: RecordedEvent): AuditEvent<A>;
}

/** Two actions of a catalog claim one name. */
export class NameClashError extends AuditError<"name_clash"> {
  override readonly name = "NameClashError";
  readonly clash: string;

  constructor(clash: string, holder: string, other: string) {
    const owners =
      holder === other ? "two actions are called so" : `"${holder}" and "${other}" claim it`;
    super(
      "name_clash",
      `Cannot define the catalog as every name, former ones included, must belong to one action: "${clash}", ${owners}`,
    );
    this.clash = clash;
  }
}

/**
 * Gives one catalog of several, with the actions of all; an action that is in two of them is one.
 *
 * @throws {NameClashError} when two different actions share a name, former names included
 * @example
 * const sites = defineCatalog([
 *   defineAction("site.open").version(1, z.strictObject({ host: z.string() })),
 * ]);
 * mergeCatalogs(catalog, sites).find("site.open")?.latest; // 1
 */
export function mergeCatalogs<const Catalogs extends readonly Catalog<AnyAction>[]>(
  ...catalogs: Catalogs
): Catalog<Catalogs[number]["actions"][number]> {
  return defineCatalog([...new Set(catalogs.flatMap(({ actions }) => actions))]);
}

/**
 * Gives the catalog of these actions; any program may define its own.
 *
 * @throws {NameClashError} when two actions share a name, former names included
 * @example
 * const catalog = defineCatalog([monitorDown, monitorRecovered]);
 * catalog.find("monitor.failed")?.name; // "monitor.down"
 */
export function defineCatalog<A extends AnyAction>(actions: readonly A[]): Catalog<A> {
  const byName = new Map<string, A>();
  for (const action of actions)
    for (const name of [action.name, ...action.formerNames]) {
      const holder = byName.get(name);
      if (holder !== undefined) throw new NameClashError(name, holder.name, action.name);
      byName.set(name, action);
    }
  const find = (name: string) => byName.get(name);
  return Object.freeze({
    actions: Object.freeze([...actions]),
    find,
    decode: (recorded: RecordedEvent) => decodeEvent(find(recorded.action), recorded),
  });
}
