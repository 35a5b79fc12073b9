export interface SqlToken {
  readonly kind: "word" | "quoted" | "open" | "close" | "comma" | "symbol" | "blank" | "unclosed";
  readonly text: string;
  /** Offset in the text. */
  readonly at: number;
}

const TOKEN = new RegExp(
  [
    String.raw`(?<blank>\s+|--[^\n]*|/\*.*?\*/)`,
    String.raw`(?<quoted>'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.)*"|${"`"}[^${"`"}]*${"`"})`,
    "(?<unclosed>['\"`])",
    "(?<open>[([{])",
    String.raw`(?<close>[)\]}])`,
    "(?<comma>,)",
    String.raw`(?<word>[\p{L}\p{N}_$]+)`,
    "(?<symbol>.)",
  ].join("|"),
  "gsu",
);

/** Splits SQL text into tokens; comments are blanks of one space. */
export function* tokenizeSql(text: string): Generator<SqlToken> {
  for (const match of text.matchAll(TOKEN)) {
    const groups = match.groups ?? {};
    const at = match.index;
    const [matched] = match;
    if (groups.blank !== undefined) {
      yield { kind: "blank", text: /^[-/]/.test(matched) ? " " : matched, at };
    } else {
      yield { kind: kindOf(groups), text: matched, at };
    }
  }
}

const KINDS = ["word", "quoted", "open", "close", "comma", "unclosed"] as const;

function kindOf(groups: Record<string, string | undefined>): SqlToken["kind"] {
  return KINDS.find((kind) => groups[kind] !== undefined) ?? "symbol";
}
