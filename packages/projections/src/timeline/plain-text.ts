const controls = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * Gives a text that stays in its line and in its direction: every control character, direction mark,
 * line separator and lone surrogate becomes `�`. The joiners that scripts and emoji need stay.
 */
export function plainText(text: string): string {
  return text.replace(controls, "\ufffd");
}
