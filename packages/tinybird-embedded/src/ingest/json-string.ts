/** Reads the text of a JSON string; half of a surrogate pair, which UTF-8 cannot hold, becomes U+FFFD. */
export function readJsonString(text: string): string {
  return Buffer.from(String(JSON.parse(text))).toString();
}
