/** Something that a pure function has no use for, and where it is. */
interface Trap {
  readonly name: string;
  readonly holder: object;
  readonly key: string;
}

/**
 * Gives what a function gives, and the names of the clocks and random sources of the runtime that it
 * used meanwhile. These go on working, and are as they were afterwards, whatever the function throws.
 */
export function trapGlobals<Result>(run: () => Result): {
  readonly result: Result;
  readonly used: readonly string[];
} {
  const used = new Set<string>();
  const restores = install(used);
  try {
    return { result: run(), used: [...used] };
  } finally {
    for (const restore of restores.reverse()) restore();
  }
}

function install(used: Set<string>): (() => void)[] {
  return [
    replace(globalThis, "Date", trappedDate(used)),
    ...traps().map(({ name, holder, key }) => {
      const original: unknown = Reflect.get(holder, key);
      return replace(holder, key, (...args: unknown[]) => {
        used.add(name);
        return typeof original === "function" ? Reflect.apply(original, holder, args) : undefined;
      });
    }),
  ];
}

function traps(): Trap[] {
  const candidates: [string, string][] = [
    ["Math", "random"],
    ["performance", "now"],
    ["crypto", "getRandomValues"],
    ["crypto", "randomUUID"],
  ];
  return candidates.flatMap(([owner, key]) => {
    const holder: unknown = Reflect.get(globalThis, owner);
    if (typeof holder !== "object" || holder === null) return [];
    if (typeof Reflect.get(holder, key) !== "function") return [];
    return [{ name: `${owner}.${key}`, holder, key }];
  });
}

/** A date of a given time is no clock. */
function trappedDate(used: Set<string>): DateConstructor {
  const original = Date;
  const now = () => {
    used.add("Date.now");
    return original.now();
  };
  return new Proxy(original, {
    get: (target, key, receiver) => (key === "now" ? now : Reflect.get(target, key, receiver)),
    apply: () => {
      used.add("Date");
      return original();
    },
    construct: (target, args, newTarget) => {
      if (args.length === 0) used.add("new Date");
      return Reflect.construct(target, args, newTarget);
    },
  });
}

function replace(holder: object, key: string, value: unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(holder, key);
  Object.defineProperty(holder, key, { value, configurable: true, writable: true });
  return () => {
    if (before === undefined) Reflect.deleteProperty(holder, key);
    else Object.defineProperty(holder, key, before);
  };
}
