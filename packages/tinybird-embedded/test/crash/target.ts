/** The server that writers write to: there or not. */
export class Target {
  #url: string | undefined;
  #sources: readonly string[] = [];
  #waiting: (() => void)[] = [];
  #isOver = false;

  get url(): string | undefined {
    return this.#url;
  }

  /** The data sources that it has. */
  get sources(): readonly string[] {
    return this.#sources;
  }

  isUp(url: string, sources: readonly string[]): void {
    this.#url = url;
    this.#sources = sources;
    for (const go of this.#waiting.splice(0)) go();
  }

  isDown(): void {
    this.#url = undefined;
  }

  /** No server comes any more. */
  isOver(): void {
    this.#isOver = true;
    for (const go of this.#waiting.splice(0)) go();
  }

  /** Gives the URL as soon as there is one; rejects when none comes any more. */
  async up(): Promise<string> {
    while (this.#url === undefined) {
      if (this.#isOver) throw new Error("Cannot write as no server comes any more");
      await new Promise<void>((go) => this.#waiting.push(go));
    }
    return this.#url;
  }
}
