import { once } from "node:events";
import type { Transport } from "@audit/store";
import type { TargetKind } from "./choose-target.ts";
import { type KafkaFlags, kafkaSettings } from "./kafka-settings.ts";
import { kafkaTransport } from "./kafka-transport.ts";
import { recordedOnArrival } from "./recorded-on-arrival.ts";
import type { Shape } from "./shape.ts";

/** Where events go. */
export interface Target<Item> {
  /** For people. */
  readonly name: string;
  /** Resolves when all of these are acknowledged. */
  send(items: readonly Item[]): Promise<void>;
  close(): Promise<void>;
}

/** What a target is made of. */
export interface TargetSetting {
  readonly kind: TargetKind;
  readonly flags: KafkaFlags & { readonly shape: "audit" | "demo"; readonly rate?: number };
  readonly setting: (name: string, flag?: string) => string | undefined;
  /** Gives the transport of the Events API. */
  readonly transport: () => Transport;
}

/**
 * Connects to where events go.
 *
 * @throws {UsageError} naming the flag that is missing or wrong
 * @throws {Error} when brokers cannot be reached
 */
export async function openTarget<Item>(
  shape: Shape<Item>,
  { kind, flags, setting, transport }: TargetSetting,
): Promise<Target<Item>> {
  const rowsOf = (bare: Transport) => (flags.rate === undefined ? bare : recordedOnArrival(bare));
  if (kind === "stdout")
    return {
      name: "stdout",
      async send(items) {
        const text = items.map((item) => `${shape.line(item)}\n`).join("");
        if (!process.stdout.write(text)) await once(process.stdout, "drain");
      },
      close: async () => {},
    };
  if (kind === "events_api")
    return {
      name: "the Events API",
      send: shape.sender(rowsOf(transport())),
      close: async () => {},
    };
  // What AUDIT_KAFKA_TOPIC names is read into audit_log, where nothing else fits.
  const given = flags.shape === "demo" ? { topic: "audit_log_demo", ...flags } : flags;
  const kafka = kafkaSettings(given, setting);
  const connected = await kafkaTransport(kafka);
  return {
    name: `the topic ${kafka.topic}`,
    send: shape.sender(rowsOf(connected)),
    close: () => connected.close(),
  };
}
