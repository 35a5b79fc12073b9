const controls = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** What may be a control character: nearly no text has one, and asking costs less than replacing. */
const unusual = /[^ -~]/;

/**
 * Gives a text that stays in its line and in its direction: every control character, direction mark,
 * line separator and lone surrogate becomes `�`. The joiners that scripts and emoji need stay.
 */
export function plainText(text: string): string {
  return unusual.test(text) ? text.replace(controls, "\ufffd") : text;
}
