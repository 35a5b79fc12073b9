import type { RecordedEvent } from "../event.ts";
import { type Problem, show } from "../problem.ts";
import { type CloudEventOptions, InvalidCloudEventError } from "./cloud-event.ts";
import { type AttributeForm, cloudEventForms } from "./cloud-event-forms.ts";
import { readCloudEventData } from "./read-cloud-event-data.ts";

/**
 * Gives the event that a CloudEvent was written from by {@link toCloudEvent}, for a catalog to decode.
 *
 * Decoded, it is the event that was written, but for three things. A known event's `recordedAction`
 * and `recordedVersion` are those it went out with; so the `extra` of an event that was converted to a
 * later version is left behind, for its paths are of the version before. What fields of `data`
 * other than metadata do not say is as in a draft; without `recordedtime`, `recordedAt` is `timestamp`.
 * Attributes that it does not know are ignored. Pure; takes plain objects and those of an SDK.
 *
 * @param cloudEvent in the JSON format, parsed
 * @throws {InvalidCloudEventError} naming every attribute and field of `data` and what must hold,
 * never a value from `data`
 * @example
 * const [event] = stream("monitor:1", [at("10:42", monitorDown, { region: "gru" })]);
 * event && fromCloudEvent(toCloudEvent(event)).metadata; // { region: "gru" }
 */
export function fromCloudEvent(
  cloudEvent: unknown,
  options: CloudEventOptions = {},
): RecordedEvent {
  const forms = cloudEventForms("read", options);
  if (!isAttributes(cloudEvent))
    throw new InvalidCloudEventError("read", [{ path: "", must: "be an object" }]);
  const problems: Problem[] = [];

  const required = <Value>(name: string, form: AttributeForm<Value>): Value | undefined => {
    const text = cloudEvent[name];
    const value = typeof text === "string" ? form.read(text) : undefined;
    if (value === undefined) problems.push({ path: name, must: form.must, value: show(text) });
    return value;
  };
  // JSON may say null for what is not there.
  const optional = <Value>(name: string, form: AttributeForm<Value>): Value | undefined =>
    cloudEvent[name] === undefined || cloudEvent[name] === null ? undefined : required(name, form);

  required("specversion", specversion);
  const uid = required("id", forms.text);
  const workspaceId = required("source", forms.source);
  const type = required("type", forms.type);
  const id = required("subject", forms.text);
  const time = required("time", forms.time);
  const recordedTime = optional("recordedtime", forms.time) ?? time;
  const correlationId = optional("correlationid", forms.text);
  const causationId = optional("causationid", forms.text);
  const read = readCloudEventData(cloudEvent, type?.version);
  if (!read.ok) problems.push(...read.problems);
  const data = read.ok ? read.data : undefined;

  /** `data` may say the time that an attribute was cut from, and no other. */
  const exactTime = (path: "timestamp" | "recordedAt", cut: number | undefined) => {
    const said = data?.[path];
    if (said === undefined || cut === undefined) return cut;
    if (forms.time.read(forms.time.write(said)) === cut) return said;
    problems.push({ path: `data.${path}`, must: "be the time that its attribute says" });
    return undefined;
  };
  const timestamp = exactTime("timestamp", time);
  const recordedAt = exactTime("recordedAt", recordedTime);

  if (
    problems.length > 0 ||
    uid === undefined ||
    workspaceId === undefined ||
    type === undefined ||
    id === undefined ||
    timestamp === undefined ||
    recordedAt === undefined ||
    data === undefined
  )
    throw new InvalidCloudEventError("read", problems);
  return {
    workspaceId,
    id,
    uid,
    ...type,
    ...data,
    timestamp,
    recordedAt,
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(causationId === undefined ? {} : { causationId }),
  };
}

const specversion: AttributeForm<"1.0"> = {
  must: 'be "1.0"',
  write: (version) => version,
  read: (text) => (text === "1.0" ? text : undefined),
};

/** An SDK's events are instances of a class. */
function isAttributes(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
