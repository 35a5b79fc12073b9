import type { Unknowable } from "./completeness.ts";

/** Gives what writers' numbers cannot show of a window. */
export function unknowableOf({
  unnumbered,
  hasSpool,
  isOpen,
}: {
  readonly unnumbered: number;
  readonly hasSpool: boolean;
  /** The window ends later than one visibility lag ago. */
  readonly isOpen: boolean;
}): readonly Unknowable[] {
  const all: readonly (readonly [boolean, Unknowable["code"], string])[] = [
    [
      true,
      "tail",
      "Events of a writer after its last number of the window: it may have fallen silent with some unsent.",
    ],
    [true, "head", "Events of a writer before its first number of the window."],
    [true, "silent_writers", "Writers that have no event in the window at all."],
    [
      true,
      "retention",
      "Whether a missing event was never there or was deleted, by retention or by hand.",
    ],
    [
      unnumbered > 0,
      "unnumbered",
      `The ${unnumbered} deliveries without a writer or a number: nothing tells what is missing among them.`,
    ],
    [
      isOpen,
      "not_visible_yet",
      "The end of the window: events may be recorded there and not visible yet, and count as missing until they are.",
    ],
    [!hasSpool, "spool", "What waits in spools: none was given, and each machine has its own."],
  ];
  return all.filter(([holds]) => holds).map(([, code, sentence]) => ({ code, sentence }));
}
