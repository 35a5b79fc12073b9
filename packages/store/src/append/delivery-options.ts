import type { AnyAction, Catalog } from "@audit/events";
import {
  assertMethods,
  assertObject,
  assertPositive,
  InvalidOptionError,
} from "../assert-option.ts";
import { assertObserver } from "../observe/assert-observer.ts";
import type { StoreObserver } from "../observe/store-observer.ts";
import type { Row } from "../row.ts";

/**
 * What becomes of an append while Tinybird does not take it.
 *
 * `throw`: it rejects. `spool`: the local disk has it, and it goes on from there. `drop`: it is counted
 * and given up.
 */
export type Policy = "throw" | "spool" | "drop";

/** What may come with an append. */
export interface AppendOptions {
  /** For this call, whatever the store says for its actions. */
  readonly policy?: Policy | undefined;
  /** Ends the wait. Rows that have not left yet are not sent then. */
  readonly signal?: AbortSignal | undefined;
}

/** Where rows are kept under `spool`: what `openSpool` of `@audit/store/spool` gives. */
export interface AppendSpool {
  /** Resolves when they are kept durably, and rejects when nothing of them is. */
  add(rows: readonly Row[]): Promise<void>;
}

/** Events that were given up. */
export interface DroppedEvents {
  readonly uids: readonly string[];
  /** The action of each. */
  readonly actions: readonly string[];
  /** Why: what `throw` would have rejected with. */
  readonly cause: unknown;
}

/** How events go to Tinybird, and what becomes of them where they cannot. */
export interface DeliveryOptions<Name extends string = string> {
  /** @defaultValue `throw` */
  readonly policy?: Policy | undefined;
  /** For single actions, by their names. */
  readonly policies?: { readonly [Action in Name]?: Policy | undefined } | undefined;
  /** Needed where a policy is `spool`. */
  readonly spool?: AppendSpool | undefined;
  /** What becomes of events that the spool cannot keep: its disk is full. @defaultValue `throw` */
  readonly fallback?: "throw" | "drop" | undefined;
  /** Hears of events that were given up. What it throws is not heard. */
  readonly onDropped?: ((dropped: DroppedEvents) => void) | undefined;
  /** Rows that may wait for Tinybird; past it an append rejects with `queue_full`. @defaultValue 100,000 */
  readonly maximumWaitingRows?: number | undefined;
  /** Hears of appends, requests and drops, for metrics and traces. */
  readonly telemetry?: StoreObserver | undefined;
}

/** The options, each with its value. */
export interface DeliverySettings {
  readonly policyOf: (action: string) => Policy;
  readonly spool: AppendSpool | undefined;
  readonly fallback: "throw" | "drop";
  readonly onDropped: (dropped: DroppedEvents) => void;
  readonly maximumWaitingRows: number;
  readonly observer: StoreObserver | undefined;
}

/**
 * Gives the settings that options make.
 *
 * @throws {InvalidOptionError} naming the first that is wrong
 */
export function assertDelivery(
  options: DeliveryOptions,
  catalog: Catalog<AnyAction>,
): DeliverySettings {
  const { spool, fallback = "throw", onDropped = () => {} } = options;
  if (spool !== undefined)
    assertMethods("spool", spool, ["add"], "have the methods of what openSpool gives");
  const policy = assertPolicy("policy", options.policy ?? "throw", spool);
  const policies = new Map<string, Policy>();
  for (const [name, given] of Object.entries(assertObject("policies", options.policies ?? {}))) {
    const action = catalog.find(name);
    if (action === undefined)
      throw new InvalidOptionError(`policies.${name}`, "be an action of the catalog");
    if (given !== undefined)
      policies.set(action.name, assertPolicy(`policies.${name}`, given, spool));
  }
  if (fallback !== "throw" && fallback !== "drop")
    throw new InvalidOptionError("fallback", 'be "throw" or "drop"');
  if (typeof onDropped !== "function") throw new InvalidOptionError("onDropped", "be a function");
  return {
    policyOf: (name) => policies.get(catalog.find(name)?.name ?? name) ?? policy,
    spool,
    fallback,
    onDropped,
    maximumWaitingRows: assertPositive("maximumWaitingRows", options.maximumWaitingRows ?? 100_000),
    observer: assertObserver(options.telemetry),
  };
}

/**
 * Lets options of an append pass.
 *
 * @throws {InvalidOptionError} naming the first that is wrong
 */
export function assertAppendOptions(options: AppendOptions): AppendOptions {
  const { policy, signal } = assertObject("options", options);
  if (policy !== undefined) assertPolicyName("policy", policy);
  if (signal !== undefined)
    assertMethods("signal", signal, ["addEventListener", "throwIfAborted"], "be an AbortSignal");
  return options;
}

/**
 * Lets a policy pass that can be followed.
 *
 * @throws {InvalidOptionError} naming the option
 */
export function assertPolicy(
  option: string,
  policy: Policy,
  spool: AppendSpool | undefined,
): Policy {
  assertPolicyName(option, policy);
  if (policy === "spool" && spool === undefined)
    throw new InvalidOptionError("spool", `be given, as ${option} is "spool"`);
  return policy;
}

function assertPolicyName(option: string, policy: Policy): void {
  if (policy !== "throw" && policy !== "spool" && policy !== "drop")
    throw new InvalidOptionError(option, 'be "throw", "spool" or "drop"');
}
