import { syntaxError } from "./template-error.ts";

/** A piece of a template: text as it is, or what stands between the braces. */
export interface TemplateChunk {
  readonly kind: "text" | "output" | "block";
  readonly text: string;
  /** In the template, from 1. */
  readonly line: number;
}

const CLOSE = { "{{": "}}", "{%": "%}", "{#": "#}" } as const;

/**
 * Splits a template at `{{ }}`, `{% %}` and `{# #}`; comments are left out.
 *
 * `{{!`, `{%!` and `{#!` stand for the braces themselves, and of several braces in a row the
 * innermost two count.
 *
 * @throws {TemplateError} When braces are not closed.
 */
export function splitTemplate(template: string): TemplateChunk[] {
  const chunks: TemplateChunk[] = [];
  let text = "";
  let line = 1;
  let at = 0;
  const pushText = (): void => {
    if (text !== "") chunks.push({ kind: "text", text, line });
    line += text.split("\n").length - 1;
    text = "";
  };
  while (at < template.length) {
    const brace = nextBrace(template, at);
    text += template.slice(at, brace);
    at = brace;
    if (brace === template.length) break;
    const open = openAt(template, brace);
    if (template.charAt(at + 2) === "!") {
      text += open;
      at += 3;
      continue;
    }
    pushText();
    const close = template.indexOf(CLOSE[open], at + 2);
    if (close === -1) throw syntaxError(`Missing end ${CLOSE[open]}`, line);
    const inside = template.slice(at + 2, close);
    if (open === "{{") chunks.push({ kind: "output", text: inside, line });
    if (open === "{%") chunks.push({ kind: "block", text: inside, line });
    line += inside.split("\n").length - 1;
    at = close + 2;
  }
  pushText();
  return chunks;
}

function nextBrace(template: string, from: number): number {
  const pattern = /\{(?:\{(?!\{)|[%#])/g;
  pattern.lastIndex = from;
  return pattern.exec(template)?.index ?? template.length;
}

function openAt(template: string, at: number): keyof typeof CLOSE {
  const next = template.charAt(at + 1);
  return next === "{" ? "{{" : next === "%" ? "{%" : "{#";
}
