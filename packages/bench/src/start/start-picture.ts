import { ratioText } from "../harness/result-table.ts";
import type { StartResult } from "./measure-start.ts";

const [width, labelWidth, valueWidth, line] = [760, 250, 70, 22];

/** Gives starts and sizes as bars in an SVG that reads on light and dark ground; shorter is better. */
export function startPicture({ starts, sizes }: StartResult): string {
  const parts: string[] = [];
  let y = 24;
  const add = (
    title: string,
    bars: readonly { readonly name: string; readonly value: number }[],
  ) => {
    parts.push(`<text x="12" y="${y}" class="title">${title}</text>`);
    const greatest = Math.max(...bars.map(({ value }) => value));
    for (const { name, value } of bars) {
      y += line;
      const length = ((width - labelWidth - valueWidth) * value) / greatest;
      const kind = /ours|audit/.test(name) ? "ours" : "other";
      parts.push(
        `<text x="${labelWidth - 8}" y="${y}" text-anchor="end">${name}</text>`,
        `<rect x="${labelWidth}" y="${y - 12}" width="${length.toFixed(1)}" height="16" class="${kind}"/>`,
        `<text x="${(labelWidth + length + 6).toFixed(1)}" y="${y}">${ratioText(value)}</text>`,
      );
    }
    y += 2 * line;
  };
  add(
    "Processor time until the first event, an empty program = 1",
    starts.map(({ name, times }) => ({ name, value: times.median })),
  );
  add(
    "KB after gzip, all that is exported, without zod",
    sizes.map(({ name, bytes }) => ({ name, value: bytes / 1_000 })),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y - line}" viewBox="0 0 ${width} ${y - line}" role="img" aria-label="Start and size">`,
    "<style>text{font:12px system-ui,sans-serif;fill:#777}.title{font-weight:600;font-size:14px}.ours{fill:#2f81f7}.other{fill:#d29922}</style>",
    ...parts,
    "</svg>",
    "",
  ].join("\n");
}
