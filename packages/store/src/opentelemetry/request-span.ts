import {
  type Attributes,
  type Context,
  context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import type { RequestBegin, RequestEnd, RequestObservation } from "../observe/store-observer.ts";
import type { Retry } from "../transport.ts";
import { AppendSpan } from "./append-span.ts";
import { attributes } from "./attributes.ts";
import type { Instruments } from "./instruments.ts";

/** The span of a request, all its tries included. */
export class RequestSpan implements RequestObservation {
  readonly #instruments: Instruments;
  readonly #span: Span;
  readonly #context: Context;
  readonly #asked: Attributes;

  constructor(tracer: Tracer, instruments: Instruments, begin: RequestBegin) {
    const { operation, name, rows, characters, appends } = begin;
    this.#instruments = instruments;
    this.#asked = {
      [attributes.system]: "tinybird",
      [attributes.operation]: operation,
      [attributes.collection]: name,
    };
    const callers = appends?.filter((append) => append instanceof AppendSpan);
    const parent = parentOf(callers);
    this.#span = tracer.startSpan(
      `${operation} ${name}`,
      {
        kind: SpanKind.CLIENT,
        attributes: {
          ...this.#asked,
          ...(rows !== undefined && { [attributes.rows]: rows }),
          ...(characters !== undefined && { [attributes.characters]: characters }),
          ...(callers !== undefined && { [attributes.appends]: callers.length }),
        },
        links:
          callers === undefined || callers.length < 2
            ? []
            : callers.map(({ span }) => ({ context: span.spanContext() })),
      },
      parent,
    );
    this.#context = trace.setSpan(parent, this.#span);
    if (rows !== undefined) instruments.requestRows.record(rows, this.#asked, this.#context);
  }

  run<Value>(call: () => Value): Value {
    return context.with(this.#context, call);
  }

  retry({ code, status, wait }: Retry): void {
    const why = { [attributes.error]: code, ...statusOf(status) };
    this.#instruments.retries.add(1, { ...this.#asked, ...why }, this.#context);
    this.#span.addEvent("retry", { ...why, [attributes.wait]: wait / 1_000 });
  }

  end({ duration, code, status }: RequestEnd): void {
    const failure = code === undefined ? {} : { [attributes.error]: code, ...statusOf(status) };
    const told = { ...this.#asked, ...failure };
    this.#instruments.requestDuration.record(duration / 1_000, told, this.#context);
    this.#span.setAttributes(failure);
    if (code !== undefined) this.#span.setStatus({ code: SpanStatusCode.ERROR });
    this.#span.end();
  }
}

/** Gives what a request belongs under: nothing, where it is not one caller's. */
function parentOf(callers: readonly AppendSpan[] | undefined): Context {
  if (callers === undefined) return context.active();
  const [caller, ...others] = callers;
  return caller !== undefined && others.length === 0 ? caller.context : ROOT_CONTEXT;
}

function statusOf(status: number | undefined): Attributes {
  return status === undefined ? {} : { [attributes.status]: String(status) };
}
