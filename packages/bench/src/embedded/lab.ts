import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startTinybird, type Tinybird, type TinybirdOptions } from "@audit/tinybird-embedded";

const project = fileURLToPath(new URL("../../../../tinybird", import.meta.url));

/** Starts servers of the repository's data project, and leaves nothing of them behind. */
export class Lab {
  readonly #root: string;
  readonly #servers = new Set<Promise<Tinybird>>();
  #isOver = false;

  private constructor(root: string) {
    this.#root = root;
  }

  /** Makes a lab in the system's directory for temporary files: `TMPDIR` has it on another disk. */
  static async open(): Promise<Lab> {
    return new Lab(await mkdtemp(join(tmpdir(), "tinybird-embedded-bench-")));
  }

  /** Makes an empty directory. */
  directory(): Promise<string> {
    return mkdtemp(join(this.#root, "data-"));
  }

  /**
   * Starts a server.
   *
   * @throws {Error} After the end: a part that was interrupted must not go on.
   */
  async start(options: Omit<TinybirdOptions, "project"> = {}): Promise<Tinybird> {
    if (this.#isOver)
      throw new Error("Cannot start a server as the lab must be open: it has ended");
    const server = startTinybird({ project, ...options });
    this.#servers.add(server);
    return server;
  }

  /** Runs a job with a server, and removes the server's data. */
  async with<T>(job: (server: Tinybird, data: string) => Promise<T>): Promise<T> {
    const data = await this.directory();
    const server = await this.start({ data });
    try {
      return await job(server, data);
    } finally {
      await server.stop();
      await rm(data, { recursive: true, force: true });
    }
  }

  /** Ends every server that runs, and removes all directories. */
  async end(): Promise<void> {
    this.#isOver = true;
    const ends = [...this.#servers].map(async (server) => (await server).stop());
    await Promise.allSettled(ends);
    await rm(this.#root, { recursive: true, force: true });
  }
}
