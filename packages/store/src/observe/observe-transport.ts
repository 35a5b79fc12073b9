import type { CallOptions, Ingest, IngestAnswer, Transport } from "../transport.ts";
import { errorFacts } from "./error-facts.ts";
import { quietly } from "./quietly.ts";
import type {
  AppendObservation,
  RequestBegin,
  RequestEnd,
  RequestObservation,
  StoreObserver,
} from "./store-observer.ts";

/** What a store knows of the rows of a request. */
export interface Carried {
  readonly appends: readonly AppendObservation[];
  readonly characters: number;
}

/** What a store gives with a call to a transport that is observed. */
export interface CarryingOptions extends CallOptions {
  readonly carried?: Carried | undefined;
}

/** Gives a transport whose calls an observer hears of. Without one it is the transport itself. */
export function observeTransport(
  transport: Transport,
  observer: StoreObserver | undefined,
): Transport {
  if (observer?.request === undefined) return transport;
  const ingest: Ingest = (datasource, rows, options) =>
    watchIngest(observer, datasource, rows.length, options, (own) =>
      transport.ingest(datasource, rows, own),
    );
  const { lines: ingestLines } = transport.ingest;
  const lines: Ingest["lines"] =
    ingestLines &&
    ((datasource, lines, options) =>
      watchIngest(observer, datasource, lines.length, options, (own) =>
        ingestLines(datasource, lines, own),
      ));
  return {
    get appendDeadline() {
      return transport.appendDeadline;
    },
    ingest: lines === undefined ? ingest : Object.assign(ingest, { lines }),
    query(pipe, parameters, options) {
      return watch(
        observer,
        { operation: "read", name: pipe },
        (onRetry) => transport.query(pipe, parameters, { ...options, onRetry }),
        () => ({}),
      );
    },
  };
}

function watchIngest(
  observer: StoreObserver,
  datasource: string,
  rows: number,
  { carried, ...rest }: CarryingOptions = {},
  ingest: (options: CallOptions) => Promise<IngestAnswer>,
): Promise<IngestAnswer> {
  const begin = { operation: "append", name: datasource, rows, appends: [], ...carried } as const;
  return watch(
    observer,
    begin,
    (onRetry) => ingest({ ...rest, onRetry }),
    ({ quarantinedRows }) => (quarantinedRows > 0 ? { code: "quarantined" } : {}),
  );
}

async function watch<Answer>(
  observer: StoreObserver,
  begin: RequestBegin,
  call: (onRetry: NonNullable<CallOptions["onRetry"]>) => Promise<Answer>,
  factsOf: (answer: Answer) => Omit<RequestEnd, "duration">,
): Promise<Answer> {
  const start = performance.now();
  const observation = quietly(() => observer.request?.(begin));
  const end = (facts: Omit<RequestEnd, "duration">) =>
    quietly(() => observation?.end?.({ duration: performance.now() - start, ...facts }));
  try {
    const answer = await run(observation, () =>
      call((retry) => void quietly(() => observation?.retry?.(retry))),
    );
    end(factsOf(answer));
    return answer;
  } catch (error) {
    end(errorFacts(error));
    throw error;
  }
}

/** Makes a call within an observer, and once whatever that does. */
function run<Answer>(
  observation: RequestObservation | undefined,
  call: () => Promise<Answer>,
): Promise<Answer> {
  let answer: Promise<Answer> | undefined;
  // A call that throws instead of rejecting was made, too.
  const begin = async () => call();
  const once = () => (answer ??= begin());
  quietly(() => observation?.run?.(once));
  return once();
}
