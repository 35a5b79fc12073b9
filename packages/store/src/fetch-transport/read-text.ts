// Tinybird's own limit of a response.
const largest = 100_000_000;

/** Gives the body of a response as text, or nothing when it is larger than Tinybird's answers are. */
export async function readText(response: Response): Promise<string | undefined> {
  if (Number(response.headers.get("content-length") ?? 0) > largest) return undefined;
  if (response.body === null) return "";
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > largest) return undefined;
    parts.push(decoder.decode(value, { stream: true }));
  }
  return parts.join("") + decoder.decode();
}
