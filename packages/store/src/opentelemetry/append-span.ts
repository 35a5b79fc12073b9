import {
  type Attributes,
  type Context,
  context,
  type Span,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import type { AppendEnd, AppendObservation, EventCount } from "../observe/store-observer.ts";
import { attributes } from "./attributes.ts";
import type { Instruments } from "./instruments.ts";

/** The span of an append, under what its caller does. */
export class AppendSpan implements AppendObservation {
  readonly span: Span;
  /** What a part of it belongs under. */
  readonly context: Context;
  readonly #instruments: Instruments;

  constructor(tracer: Tracer, instruments: Instruments) {
    this.#instruments = instruments;
    const parent = context.active();
    this.span = tracer.startSpan("audit.append", {}, parent);
    this.context = trace.setSpan(parent, this.span);
  }

  end({ duration, counts, code }: AppendEnd): void {
    const { appendDuration, events } = this.#instruments;
    const failure: Attributes = code === undefined ? {} : { [attributes.error]: code };
    for (const { policy, status, count } of counts) {
      const kind = { [attributes.policy]: policy, [attributes.eventStatus]: status };
      events.add(count, { ...kind, ...(status === "rejected" && failure) }, this.context);
      this.span.setAttribute(`audit.append.${status}`, sumOf(counts, status));
    }
    const told = { ...policyOf(counts), ...failure };
    appendDuration.record(duration / 1_000, told, this.context);
    this.span.setAttributes({ ...told, [attributes.size]: sumOf(counts) });
    if (code !== undefined) this.span.setStatus({ code: SpanStatusCode.ERROR });
    this.span.end();
  }
}

/** Gives the policy of an append; `several` where its events have different ones. */
function policyOf(counts: readonly EventCount[]): Attributes {
  const [policy, ...others] = new Set(counts.map(({ policy }) => policy));
  if (policy === undefined) return {};
  return { [attributes.policy]: others.length > 0 ? "several" : policy };
}

function sumOf(counts: readonly EventCount[], status?: EventCount["status"]): number {
  return counts.reduce(
    (sum, each) => (status === undefined || each.status === status ? sum + each.count : sum),
    0,
  );
}
