import type { PipeDefinition } from "../datafile/definitions.ts";

/** What a `.pipe` file counts as. */
export type PipeKind = "materialization" | "endpoint" | "copy" | "sink";

/** Tells what a pipe counts as; one whose nodes have no type answers as an endpoint. */
export function pipeKind({ nodes }: Pick<PipeDefinition, "nodes">): PipeKind {
  const special = nodes.find(({ type }) => type !== "standard");
  return kindOfType(special?.type) ?? "endpoint";
}

/** Guesses what a `.pipe` file that cannot be read counts as: by its TYPE, its directives, then its folder. */
export function guessedPipeKind(file: string, text: string): PipeKind {
  const types = [...text.matchAll(/^[ \t]*TYPE[ \t]+["']?(\w+)/gim)];
  for (const [, type = ""] of types) {
    const kind = kindOfType(type.toLowerCase());
    if (kind !== undefined) return kind;
  }
  if (/^(TARGET_DATASOURCE|COPY_\w+)[ \t]/im.test(text)) return "copy";
  if (/^EXPORT_\w+[ \t]/im.test(text)) return "sink";
  if (/^DATASOURCE[ \t]/im.test(text)) return "materialization";
  if (/(^|\/)materializations\//.test(file)) return "materialization";
  if (/(^|\/)copies\//.test(file)) return "copy";
  return /(^|\/)sinks\//.test(file) ? "sink" : "endpoint";
}

function kindOfType(type: string | undefined): PipeKind | undefined {
  switch (type) {
    case "materialized":
      return "materialization";
    case "endpoint":
    case "copy":
    case "sink":
      return type;
    default:
      return undefined;
  }
}
