/**
 * One step into a state: the key of an object, or an element of a list, by its identity, else by where
 * it stands.
 */
export type PathStep = string | { readonly id: string | number } | { readonly index: number };

/** The steps that lead to a part of a state, from the top; none leads to the state itself. */
export type Path = readonly PathStep[];

/**
 * Gives a path as text: `regions.gru.status`, `regions["eu.west"]`, `checks[id 7].name`, `runs[0]`.
 *
 * Two paths never have the same text, and no key puts a control character into it. The path of the
 * state itself is the empty text.
 *
 * @example
 * pathText(["regions", "eu.west", "status"]); // 'regions["eu.west"].status'
 * pathText(["monitors", { id: "monitor:1" }]); // 'monitors[id "monitor:1"]'
 */
export function pathText(path: Path): string {
  let text = "";
  for (const step of path) {
    if (typeof step !== "string")
      text += "id" in step ? `[id ${quoted(step.id)}]` : `[${step.index}]`;
    else if (!plainKey.test(step)) text += `[${quoted(step)}]`;
    else text += text === "" ? step : `.${step}`;
  }
  return text;
}

/** Gives what two paths share exactly when they are equal, to find them by. */
export function pathKey(path: Path): string {
  return JSON.stringify(path);
}

const plainKey = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** JSON escapes no direction marks, line separators and C1 controls: a terminal obeys them. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

function quoted(value: string | number): string {
  return JSON.stringify(value).replace(unseen, (letter) =>
    Array.from({ length: letter.length }, (_, at) => unicodeEscape(letter.charCodeAt(at))).join(""),
  );
}

function unicodeEscape(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}
