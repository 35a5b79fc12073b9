import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { startTinybird, type Tinybird } from "@audit/tinybird-embedded";

/** A server on a directory of its own. */
export interface ProjectServer {
  readonly tinybird: Tinybird;
  readonly data: string;
  /** Ends the server, and removes its directory. */
  end(): Promise<void>;
}

/** Gives the folder of the repository's data project, wherever this file was compiled to. */
export function repositoryProject(): string {
  const embedded = createRequire(import.meta.url).resolve("@audit/tinybird-embedded/package.json");
  return join(dirname(embedded), "..", "..", "tinybird");
}

/** Starts a server of the embedded Tinybird, of the repository's data project by default. */
export async function startProjectServer(project = repositoryProject()): Promise<ProjectServer> {
  const data = await mkdtemp(join(tmpdir(), "audit-bench-"));
  const tinybird = await startTinybird({ project, data });
  const end = async () => {
    await tinybird.stop();
    await rm(data, { recursive: true, force: true });
  };
  return { tinybird, data, end };
}

/** Gives the rows of a statement that a server runs. */
export async function selectFrom(
  { url, token }: Pick<Tinybird, "url" | "token">,
  statement: string,
): Promise<unknown[]> {
  const answer = await fetch(`${url}/v0/sql`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: `${statement} FORMAT JSON`,
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`Cannot read: ${answer.status} ${text}`);
  // Safe: this is what the format JSON has.
  return (JSON.parse(text) as { readonly data: unknown[] }).data;
}
