/** What a reader of the tutorial does, in order: writes a file, or runs a command. */
export type TutorialStep =
  | { readonly kind: "write"; readonly line: number; readonly file: string; readonly text: string }
  | {
      readonly kind: "run";
      readonly line: number;
      readonly command: string;
      readonly prints: string;
    };

const block = /^```(\w+)(?: ([^\n]+))?\n(.*?)^```$/gms;

/**
 * Gives the steps of a tutorial.
 *
 * A block with `title=FILE` is that file, whole; a later one of the same title replaces it. A `sh`
 * block with `run` is a command, and the `text` block after it is all that it prints. Other blocks are
 * only read.
 */
export function tutorialSteps(markdown: string): TutorialStep[] {
  const steps: TutorialStep[] = [];
  const blocks = [...markdown.matchAll(block)];
  for (const [index, [, language, info = "", text = ""]] of blocks.entries()) {
    const line = markdown.slice(0, blocks[index]?.index).split("\n").length;
    const file = /(?:^| )title=(\S+)/.exec(info)?.[1];
    const [, following, , printed = ""] = blocks[index + 1] ?? [];
    if (file !== undefined) steps.push({ kind: "write", line, file, text });
    else if (language === "sh" && info === "run")
      steps.push({
        kind: "run",
        line,
        command: text.trim(),
        prints: following === "text" ? printed : "",
      });
  }
  return steps;
}
