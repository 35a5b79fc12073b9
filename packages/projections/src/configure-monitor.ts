import { type JsonValue, jsonEquals } from "@audit/events";
import type { ConfigurationChange, LivingMonitor } from "./monitor-state.ts";

/**
 * Gives the monitor with one field of its configuration set, or removed where `to` is undefined, and
 * that in its history. The same monitor where that changes nothing, and where a name or a url would
 * become what is none.
 */
export function configureMonitor(
  living: LivingMonitor,
  { field, to }: { readonly field: string; readonly to?: JsonValue | undefined },
  { at, by }: Pick<ConfigurationChange, "at" | "by">,
): LivingMonitor {
  if (field === "name" && typeof to !== "string") return living;
  const value = field === "url" && to === null ? undefined : to;
  if (field === "url" && value !== undefined && typeof value !== "string") return living;
  const from = currentValue(living, field);
  if (jsonEquals(from, value)) return living;
  const change: ConfigurationChange = {
    at,
    by: { id: by.id, name: by.name },
    ...(from === undefined ? {} : { from }),
    ...(value === undefined ? {} : { to: value }),
  };
  const earlier = ownValue(living.history, field) ?? [];
  const history = { ...living.history, [field]: [...earlier, change] };
  return { ...withValue(living, field, value), history };
}

function currentValue(living: LivingMonitor, field: string): JsonValue | undefined {
  if (field === "name") return living.name;
  return field === "url" ? living.url : ownValue(living.configuration, field);
}

function withValue(
  living: LivingMonitor,
  field: string,
  value: JsonValue | undefined,
): LivingMonitor {
  if (field === "name" && typeof value === "string") return { ...living, name: value };
  if (field === "url") {
    const { url: _, ...others } = living;
    return typeof value === "string" ? { ...others, url: value } : others;
  }
  const { [field]: _, ...others } = living.configuration;
  return {
    ...living,
    configuration: value === undefined ? others : { ...others, [field]: value },
  };
}

/** A field may be called like something that every object has. */
function ownValue<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
