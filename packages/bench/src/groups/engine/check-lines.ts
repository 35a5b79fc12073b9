const regions = ["gru", "fra", "iad", "lhr", "syd"];
const start = 1_700_000_000_000;

/** Gives the lines of so many checks. */
export function checkLines(count: number, first = 0): string[] {
  return Array.from({ length: count }, (_, offset) => checkLine(first + offset));
}

function checkLine(index: number): string {
  return JSON.stringify({
    id: `monitor:${index % 100}`,
    action: index % 3 === 0 ? "monitor.recovered" : "monitor.down",
    region: regions[index % 5],
    timestamp: start + index * 1_000,
    latency: index % 977,
  });
}
