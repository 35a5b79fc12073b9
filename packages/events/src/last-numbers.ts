/** A writer's last number in each stream. */
export interface LastNumbers {
  /** Notes a number and gives the one before; 0: there is none, undefined: it is not remembered. */
  replace(stream: string, number: number): number | undefined;
}

/** Remembers the last number per stream, up to a bound; the streams written longest ago go first. */
export function rememberLastNumbers(bound: number): LastNumbers {
  const numbers = new Map<string, number>();
  let forgotSome = false;
  return {
    replace(stream, number) {
      const previous = numbers.get(stream) ?? (forgotSome ? undefined : 0);
      numbers.delete(stream);
      numbers.set(stream, number);
      if (numbers.size > bound) {
        for (const oldest of numbers.keys()) {
          numbers.delete(oldest);
          break;
        }
        forgotSome = true;
      }
      return previous;
    },
  };
}
