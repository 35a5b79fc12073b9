import { type DemoEvent, type DemoOptions, demoEvents } from "./demo-events.ts";
import type { Shape } from "./shape.ts";

/** Gives the shape of Tinybird's demo-audit-log: rows for a data source of that name. */
export function demoShape(options: DemoOptions, datasource: string): Shape<DemoEvent> {
  const { seed, events } = options;
  const make = (round: number) =>
    demoEvents(round === 1 ? options : { ...options, seed: `${seed} ${round}` });
  return {
    make,
    share: (_, count) => count / events,
    timeOf: ({ datetime }) => Date.parse(`${datetime}Z`),
    sender: (transport) => async (items) => {
      const rows = items.map((item) => ({ ...item }));
      const { quarantinedRows } = await transport.ingest(datasource, rows);
      if (quarantinedRows > 0)
        throw new Error(
          `Cannot append to "${datasource}" as its columns must be those of the demo: it set ${quarantinedRows} of ${rows.length} events aside`,
        );
    },
    line: (item) => JSON.stringify(item),
    sample: () => make(1).next().value,
  };
}
