import { AuditError } from "../audit-error.ts";
import type { Actor, Context, Delivery, ExtraKey, Target } from "../event.ts";
import { describeProblems, type Problem } from "../problem.ts";

/** What is in the `data` of an event's {@link CloudEvent}: all that names people, places and contents. */
export interface CloudEventData extends Delivery {
  /** Of a known event in the latest version; of an unknown one as stored, absent where that is not JSON. */
  readonly metadata?: unknown;
  readonly actor: Actor;
  readonly targets: readonly Target[];
  readonly outcome: string;
  readonly context: Context;
  readonly copies: number;
  readonly otherDeliveries?: readonly Delivery[];
  /** Name and version it was stored under, where `type` says others. */
  readonly recordedAs?: { readonly action: string; readonly version: number };
  /** What a known event's stored metadata had and its schema does not know. */
  readonly extra?: readonly ExtraKey[];
  /** Of an unknown event: the fields that could not be read from the store, and why. */
  readonly broken?: readonly { readonly field: string; readonly must: string }[];
  /** Of an unknown event: what the store holds. */
  readonly raw?: Readonly<Record<string, unknown>>;
  /** Ms since epoch, where that is outside of the years 0 to 9999, to whose ends `time` is cut. */
  readonly timestamp?: number;
  /** As `timestamp`, for `recordedtime`. */
  readonly recordedAt?: number;
}

/**
 * An audit event as CloudEvents 1.0, in the JSON format: what CloudEvents SDKs and routers take.
 *
 * Attributes hold ids that mean nothing by themselves, kinds and times. `writer`, `sequence`,
 * `actortype` and `actorid` repeat for routers what is in `data`, and are not read back.
 */
// Not an interface: only a type alias fits the index signature that the SDK's type has.
export type CloudEvent = {
  readonly specversion: "1.0";
  /** The `uid`. */
  readonly id: string;
  /** The workspace: `/workspaces/acme`. */
  readonly source: string;
  /** Action and version: `audit.monitor.down.v1`. */
  readonly type: string;
  /** The entity: `monitor:1`. */
  readonly subject: string;
  /** When it happened, RFC 3339 in UTC with milliseconds. */
  readonly time: string;
  readonly datacontenttype: "application/json";
  /** Only where a `schemaPrefix` is given, and the event is known. */
  readonly dataschema?: string;
  /** When the store took it; written as `time`. */
  readonly recordedtime: string;
  readonly correlationid?: string;
  readonly causationid?: string;
  readonly writer?: string;
  /** The running number of its `writer`, as 16 digits: it orders events of one writer, by text too. */
  readonly sequence?: string;
  readonly actortype?: string;
  readonly actorid?: string;
  readonly data: CloudEventData;
};

/** How an event's type, source and schema are named; both directions must be given the same. */
export interface CloudEventOptions {
  /** Stands before `.<action>.v<version>`, as a reverse domain name of yours. @defaultValue `"audit"` */
  readonly typePrefix?: string | undefined;
  /** Stands before the workspace, as a URI reference. @defaultValue `"/workspaces/"` */
  readonly sourcePrefix?: string | undefined;
  /**
   * Stands before `<action>.v<version>` in `dataschema`, as an absolute URI. What is found there is
   * about `data`, in which metadata is one field.
   *
   * @defaultValue none: there is no `dataschema`
   */
  readonly schemaPrefix?: string | undefined;
}

/** An event cannot be written as a CloudEvent, or what came is not one that an event was written as. */
export class InvalidCloudEventError extends AuditError<"invalid_cloud_event"> {
  override readonly name = "InvalidCloudEventError";
  /** Every problem, with its path in what was given; never a value from `data`. */
  readonly problems: readonly Problem[];

  constructor(verb: "read" | "write", problems: readonly Problem[]) {
    super("invalid_cloud_event", `Cannot ${verb} a CloudEvent as ${describeProblems(problems)}`);
    this.problems = problems;
  }
}
