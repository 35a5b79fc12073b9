import type { CheckProgress } from "./check-report.ts";

/** Where progress is shown, `process.stderr`. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** How progress is told, and that it ended. */
export interface ShownProgress {
  readonly onProgress: (progress: CheckProgress) => void;
  end(): void;
}

/** Shows how far a check is: in a terminal one line from the first second on, elsewhere a line every ten seconds. */
export function showProgress(stream: ProgressStream, now = () => performance.now()): ShownProgress {
  const isTerminal = stream.isTTY === true;
  const every = isTerminal ? 100 : 10_000;
  let next = now() + (isTerminal ? 1_000 : every);
  let isShown = false;
  return {
    onProgress: (progress) => {
      if (now() < next) return;
      next = now() + every;
      isShown = true;
      stream.write(isTerminal ? `\r\u001b[K${words(progress)}` : `${words(progress)}\n`);
    },
    end: () => {
      if (isTerminal && isShown) stream.write("\r\u001b[K");
    },
  };
}

function words({ phase, done, total }: CheckProgress): string {
  if (phase === "deploying") return "Deploying…";
  return `${phase === "tests" ? "Running tests" : "Calling endpoints"}: ${done} of ${total}…`;
}
