/** Passes items on, and says on stderr how many, from the first second on and where a person looks. */
export async function* withProgress<Item>(
  items: AsyncIterable<Item>,
  what: string,
): AsyncGenerator<Item> {
  const progress = startProgress(what);
  try {
    for await (const item of items) {
      progress.add(1);
      yield item;
    }
  } finally {
    progress.end();
  }
}

/** A count on stderr. */
export interface Progress {
  add(count: number): void;
  end(): void;
}

/** Begins to count; the first word comes after a second. */
export function startProgress(what: string): Progress {
  const isWatched = process.stderr.isTTY === true || process.env.AUDIT_PROGRESS === "1";
  const back = process.stderr.isTTY === true;
  let count = 0;
  let isShown = false;
  const show = () => {
    isShown = true;
    process.stderr.write(
      `${back ? "\r" : ""}${count.toLocaleString("en")} ${what}…${back ? "" : "\n"}`,
    );
  };
  const timer = isWatched ? setInterval(show, 1000).unref() : undefined;
  return {
    add(more) {
      count += more;
    },
    end() {
      clearInterval(timer);
      if (isShown && back) process.stderr.write("\r\u001b[K");
    },
  };
}
