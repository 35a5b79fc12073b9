import * as z from "zod/mini";
import { readStoredActor, readStoredTargets } from "../actor.ts";
import { copyJson, isPlainObject, isWellFormed } from "../json.ts";
import type { Problem } from "../problem.ts";
import { putBack } from "./put-back.ts";

/** Makes the schema of what the `data` of a CloudEvent may be; every message is what must hold, as in a `Problem`. */
function makeDataSchema() {
  const text = z.string("be a string").check(z.refine(isWellFormed, "be well-formed Unicode"));
  const whole = z.int("be a whole number");
  const object = <Shape extends z.core.$ZodShape>(shape: Shape) => z.object(shape, "be an object");
  const list = <Item extends z.ZodMiniType>(item: Item) => z.array(item, "be a list");
  const json = z.pipe(z.unknown(), z.transform(copyOf));
  const record = z.pipe(z.unknown(), z.transform(copyRecord));
  const readBy = <Value>(read: (stored: unknown) => Value | undefined, must: string) =>
    z.pipe(
      json,
      z.transform((stored, parsed) => read(stored) ?? refuseValue(parsed, must)),
    );
  const delivery = {
    writer: z.exactOptional(text),
    sequence: z.exactOptional(whole),
    previous: z.exactOptional(whole),
  };
  const key = z.union([text, whole], "be a key");
  return object({
    ...delivery,
    metadata: z.exactOptional(json),
    actor: z.prefault(readBy(readStoredActor, "be an object with an id"), {
      id: "",
      name: "system",
      type: "system",
    }),
    targets: z.prefault(
      readBy(readStoredTargets, "be a list of objects with an id and a type"),
      [],
    ),
    outcome: z._default(text, "success"),
    context: z.prefault(record, {}),
    copies: z._default(whole.check(z.minimum(1, "be at least 1")), 1),
    otherDeliveries: z.exactOptional(list(object(delivery))),
    recordedAs: z.exactOptional(object({ action: text, version: whole })),
    extra: z.exactOptional(
      list(
        object({
          path: list(key).check(z.minLength(1, "not be empty")),
          value: z.prefault(json, null),
        }),
      ),
    ),
    broken: z.exactOptional(list(object({ field: text, must: text }))),
    raw: z.exactOptional(record),
    timestamp: z.exactOptional(whole),
    recordedAt: z.exactOptional(whole),
  });
}

type DataSchema = ReturnType<typeof makeDataSchema>;

let dataSchema: DataSchema | undefined;

/** What the `data` of a CloudEvent says of an event, or all that keeps it from saying it. */
export type ReadData =
  | { readonly ok: true; readonly data: EventData }
  | { readonly ok: false; readonly problems: readonly Problem[] };

type EventData = Omit<z.output<DataSchema>, "metadata" | "extra" | "recordedAs"> & {
  readonly metadata: unknown;
};

/**
 * Reads the `data` of a CloudEvent of an action's version; what is read is a copy.
 *
 * Metadata must be there, or what a store holds instead; fields that are not there are as in a draft,
 * fields that it does not know are left out. Keys that a reader cut from metadata of this version go
 * back to their places; those of another version have none. Problems never show a value.
 */
export function readCloudEventData(
  cloudEvent: Readonly<Record<string, unknown>>,
  version: number | undefined,
): ReadData {
  const { data, data_base64: base64 } = cloudEvent;
  if (base64 !== undefined && base64 !== null)
    return refuse([{ path: "data_base64", must: "not be there: data must be a JSON object" }]);
  if (!isPlainObject(data)) return refuse([{ path: "data", must: "be a JSON object" }]);

  dataSchema ??= makeDataSchema();
  const parsed = dataSchema.safeParse(Object.fromEntries(definedEntries(data)));
  if (!parsed.success)
    return refuse(
      parsed.error.issues.map(({ path, message }) => ({
        path: ["data", ...path.map(String)].join("."),
        must: message,
      })),
    );
  const { metadata, extra = [], recordedAs, ...rest } = parsed.data;
  if (metadata === undefined && rest.raw === undefined)
    return refuse([{ path: "data.metadata", must: "be there" }]);
  const lost = (recordedAs?.version ?? version) === version ? putBack(metadata, extra) : [];
  if (lost.length > 0)
    return refuse(
      lost.map((index) => ({
        path: `data.extra.${index}.path`,
        must: "lead to a free key of metadata",
      })),
    );
  return { ok: true, data: { metadata, ...rest } };
}

/** Each value on its own: it may nest as deep as in a draft, however deep it lies here. */
function copyOf(value: unknown, { issues }: z.core.ParsePayload, ...at: string[]): unknown {
  const { copy, problems } = copyJson(value, "");
  for (const { path, must } of problems)
    issues.push({
      code: "custom",
      path: [...at, ...path.split(".").slice(1)],
      message: must,
      input: value,
    });
  return copy;
}

function copyRecord(
  value: unknown,
  parsed: z.core.ParsePayload,
): Readonly<Record<string, unknown>> {
  if (!isPlainObject(value)) return refuseValue(parsed, "be an object");
  return Object.fromEntries(
    definedEntries(value).map(([key, item]) => [key, copyOf(item, parsed, key)]),
  );
}

function refuseValue({ issues, value }: z.core.ParsePayload, must: string): never {
  issues.push({ code: "custom", message: must, input: value });
  return z.NEVER;
}

/** JSON leaves them out, so an object that never was text is read as one that was. */
function definedEntries(value: Readonly<Record<string, unknown>>): [string, unknown][] {
  return Object.entries(value).filter(([, item]) => item !== undefined);
}

function refuse(problems: readonly Problem[]): ReadData {
  return { ok: false, problems };
}
