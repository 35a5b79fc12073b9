/** A bar on stderr. */
export interface ProgressBar {
  /** Says how many there are by now, and how much of all that is, from 0 to 1, where that is known. */
  show(count: number, share: number | undefined): void;
  end(): void;
}

/** Where a bar is drawn, and by which time. */
export interface BarSetting {
  readonly stream?: {
    readonly isTTY?: boolean;
    readonly columns?: number;
    write(text: string): unknown;
  };
  /** Ms of a clock that never goes back. */
  readonly now?: () => number;
  /** Whether to say lines where no person looks. */
  readonly isAsked?: boolean;
  /** Whether to say nothing at all. */
  readonly isSilent?: boolean;
}

/**
 * Begins to draw how far something is, how fast it is and how long it will take; the first word comes
 * after a second. On a terminal it is a bar that is taken away at the end, elsewhere it is lines, where
 * `AUDIT_PROGRESS` is 1.
 */
export function startProgressBar(
  what: string,
  {
    stream = process.stderr,
    now = () => performance.now(),
    isAsked = process.env.AUDIT_PROGRESS === "1",
    isSilent = false,
  }: BarSetting = {},
): ProgressBar {
  const isTerminal = stream.isTTY === true;
  const pause = isTerminal ? 200 : 1000;
  const begin = now();
  let drawn = begin + 1000 - pause;
  let isShown = false;
  return {
    show(count, share) {
      const time = now();
      if (isSilent || !(isTerminal || isAsked) || time - drawn < pause) return;
      drawn = time;
      isShown = true;
      const seconds = (time - begin) / 1000;
      const words = [
        ...(share === undefined ? [] : [`${Math.floor(share * 100)}%`]),
        `${count.toLocaleString("en")} ${what}`,
        `${Math.round(count / seconds).toLocaleString("en")} a second`,
        ...(share === undefined || share <= 0 ? [] : [left((seconds / share) * (1 - share))]),
      ].join(", ");
      const width = Math.min(30, (stream.columns ?? 80) - words.length - 4);
      const bar = share === undefined || width < 5 ? "" : `${blocks(share, width)} `;
      stream.write(isTerminal ? `\r${bar}${words}\u001b[K` : `${words}\n`);
    },
    end() {
      if (isShown && isTerminal) stream.write("\r\u001b[K");
    },
  };
}

function blocks(share: number, width: number): string {
  const full = Math.round(share * width);
  return `[${"#".repeat(full)}${"-".repeat(width - full)}]`;
}

function left(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 60 ? `${whole} s left` : `${Math.ceil(whole / 60)} min left`;
}
