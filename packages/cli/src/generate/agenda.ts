/** What is to be done at some time. */
interface Entry {
  readonly time: number;
  readonly order: number;
  readonly task: () => void;
}

/** What is to be done, by time; of one time in the order in which it was put in. */
export class Agenda {
  // A binary heap: each entry comes before both of its children.
  readonly #heap: Entry[] = [];
  #entered = 0;

  /** Ms since epoch of the next task; undefined where there is none. */
  get nextTime(): number | undefined {
    return this.#heap[0]?.time;
  }

  /** Puts a task in. */
  put(time: number, task: () => void): void {
    const heap = this.#heap;
    const entry = { time, order: this.#entered++, task };
    let place = heap.length;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || comesBefore(above, entry)) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = entry;
  }

  /** Takes the next task out. */
  take(): (() => void) | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first?.task;
    let place = 0;
    for (;;) {
      const [left, right] = [heap[2 * place + 1], heap[2 * place + 2]];
      if (left === undefined) break;
      const isRight = right !== undefined && comesBefore(right, left);
      const child = isRight ? right : left;
      if (comesBefore(last, child)) break;
      heap[place] = child;
      place = 2 * place + (isRight ? 2 : 1);
    }
    heap[place] = last;
    return first.task;
  }
}

function comesBefore(a: Entry, b: Entry): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}
