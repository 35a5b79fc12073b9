import type { ServerResponse } from "node:http";
import type { ResultFile } from "../engine/result-file.ts";

/**
 * Sends a file as the body of an answer, and closes it. One that cannot be read to its end is cut off there.
 *
 * Not as a web stream: each part would be memory of its own, and its garbage cost more than sending.
 */
export async function sendFile(file: ResultFile, response: ServerResponse): Promise<void> {
  const gone = new Promise<void>((resolve) => response.once("close", resolve));
  try {
    if (response.destroyed) return;
    for await (const part of file.parts()) {
      // Until it is written out, the part must stay as it is.
      await Promise.race([gone, new Promise((resolve) => response.write(part, resolve))]);
      if (response.destroyed) return;
    }
    response.end();
  } catch (cause) {
    response.destroy(cause instanceof Error ? cause : undefined);
  } finally {
    file.close();
  }
}
