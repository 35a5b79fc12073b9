import { ratioText } from "./result-table.ts";
import type { GroupResult } from "./run-group.ts";

const [width, labelWidth, valueWidth] = [760, 250, 60];
const [barHeight, gap, top] = [16, 22, 58];

/** Gives a group's ratios as bars, case by case, in an SVG that reads on light and dark ground. */
export function resultPicture(result: GroupResult): string {
  const { title, limit, cases, contenders, scores } = result;
  const greatest = Math.max(1, ...scores.map(({ ratio }) => ratio.median));
  const parts: string[] = [];
  let y = top;
  for (const of of cases) {
    parts.push(text(12, y, of, 'class="case"'));
    y += gap;
    for (const { name } of contenders) {
      const score = scores.find((each) => each.contender === name && each.case === of);
      if (score === undefined) continue;
      const full = width - labelWidth - valueWidth;
      const scale = (value: number) => (full * Math.min(value, greatest)) / greatest;
      const { median, least, most } = score.ratio;
      const middle = y - barHeight / 2 + 3;
      parts.push(
        text(labelWidth - 8, y, name, 'text-anchor="end"'),
        `<rect x="${labelWidth}" y="${y - barHeight + 4}" width="${px(scale(median))}" height="${barHeight}" class="${classOf(name, limit)}"/>`,
        `<path d="M${px(labelWidth + scale(least))} ${middle}H${px(labelWidth + scale(most))}" class="spread"/>`,
        text(labelWidth + scale(Math.max(median, most)) + 6, y, ratioText(median), ""),
      );
      y += gap;
    }
    y += 8;
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y}" viewBox="0 0 ${width} ${y}" role="img" aria-label="${escaped(title)}">`,
    "<style>text{font:12px system-ui,sans-serif;fill:#777}.case,.title{font-weight:600}.title{font-size:14px}.ours{fill:#2f81f7}.limit{fill:#999}.other{fill:#d29922}.spread{stroke:#555;stroke-width:1.5}</style>",
    text(12, 20, title, 'class="title"'),
    text(12, 38, `speed as a multiple of: ${limit}; longer is faster; the line is the spread`, ""),
    ...parts,
    "</svg>",
    "",
  ].join("\n");
}

function classOf(name: string, limit: string): string {
  if (name === limit) return "limit";
  return name.startsWith("ours") ? "ours" : "other";
}

function text(x: number, y: number, content: string, attributes: string): string {
  return `<text x="${px(x)}" y="${y}" ${attributes}>${escaped(content)}</text>`;
}

function px(value: number): string {
  return value.toFixed(1);
}

function escaped(content: string): string {
  return content.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
