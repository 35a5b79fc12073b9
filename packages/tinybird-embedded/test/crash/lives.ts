import type { KillMoment } from "./kill-moment.ts";
import { type LaunchedServer, launch } from "./launch.ts";
import type { Ledger } from "./ledger.ts";
import type { Project } from "./projects.ts";
import type { Round } from "./rounds.ts";
import type { Target } from "./target.ts";

/** What the lives of servers on one data directory are made of. */
export interface LivesOptions {
  readonly data: string;
  readonly ledger: Ledger;
  readonly target: Target;
  readonly moment: KillMoment;
}

/** The servers on one data directory, one after the other. */
export class Lives {
  readonly #options: LivesOptions;
  #server: LaunchedServer | undefined;
  #isOver = false;
  /** By what the server was at. */
  readonly kills: Record<Round, number> = { running: 0, starting: 0, deploying: 0, rebuilding: 0 };
  /** Starts that were let be until they listened. */
  starts = 0;
  slowestStartMilliseconds = 0;

  constructor(options: LivesOptions) {
    this.#options = options;
  }

  /** Starts a server and gives its URL; rejects with what it wrote to stderr if it does not open. */
  async start(project: Project): Promise<string> {
    const { moment, target } = this.#options;
    const began = performance.now();
    const server = await this.#launch(project);
    await moment.watch(server);
    const url = await server.listening;
    target.isUp(url, project.sources);
    const took = performance.now() - began;
    this.slowestStartMilliseconds = Math.max(this.slowestStartMilliseconds, took);
    this.starts += 1;
    return url;
  }

  /** Starts a server and kills it while clients write. */
  async killAtWork(project: Project): Promise<void> {
    const { moment, ledger } = this.#options;
    await this.start(project);
    await moment.ofWork(ledger);
    await this.kill("running");
  }

  /** Launches a server and kills it somewhere in its start, or shortly after. */
  async killAtStart(project: Project, at: Round): Promise<void> {
    const { moment, target } = this.#options;
    const server = await this.#launch(project);
    let isUp = false;
    server.listening.then(
      (url) => {
        isUp = true;
        target.isUp(url, project.sources);
      },
      () => undefined,
    );
    await moment.ofStart(server);
    await this.kill(isUp ? "running" : at);
  }

  /** Kills the server that is there; rejects if it had ended by itself. */
  async kill(at?: Round): Promise<void> {
    await this.#server?.kill();
    this.#options.target.isDown();
    if (at !== undefined) this.kills[at] += 1;
  }

  /** Leaves no server running, also none that is being launched. */
  async end(): Promise<void> {
    this.#isOver = true;
    await this.#server?.end();
  }

  async #launch(project: Project): Promise<LaunchedServer> {
    const server = await launch(project.folder, this.#options.data);
    this.#server = server;
    if (this.#isOver) await server.end();
    return server;
  }
}
