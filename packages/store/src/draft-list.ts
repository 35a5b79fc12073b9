import type { AnyDraft, EmittedEvent, Writer } from "@audit/events";
import type { Receipt, ReceiptOf, ReceiptStatus } from "./event-store.ts";

/** Gives the drafts of one draft or a list. */
export function draftList(drafts: unknown): readonly AnyDraft[] {
  // Safe: the writer takes nothing for granted and checks every field of every item.
  return (Array.isArray(drafts) ? drafts : [drafts]) as readonly AnyDraft[];
}

/** Gives the receipts of events, with what became of each: one for one draft, a list for a list. */
export function receiptsFor<Names>(
  drafts: unknown,
  events: readonly EmittedEvent[],
  writer: Writer,
  statuses: readonly ReceiptStatus[] = [],
): ReceiptOf<Names> {
  const receipts = events.map((event, place): Receipt => {
    const warnings = writer.warningsOf(event);
    const receipt = { uid: event.uid, status: statuses[place] ?? "accepted" } as const;
    return warnings.length === 0 ? receipt : { ...receipt, warnings };
  });
  // Safe: ReceiptOf gives a list exactly where the argument is one.
  return (Array.isArray(drafts) ? receipts : receipts[0]) as ReceiptOf<Names>;
}
