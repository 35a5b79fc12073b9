import { Builtin } from "./value.ts";

/**
 * Names that Python defines and Tinybird leaves visible to templates.
 *
 * `format` is not among them, as Tinybird forbids it, nor are `open`, `close`, `print` and `input`,
 * which it sets to None.
 */
export const PYTHON_BUILTINS: ReadonlySet<string> = new Set(
  `abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod
  compile complex copyright credits delattr dict dir divmod enumerate eval exec exit filter float
  frozenset getattr globals hasattr hash help hex id int isinstance issubclass iter len license list
  locals map max memoryview min next object oct ord pow property quit range repr reversed round set
  setattr slice sorted staticmethod str sum super tuple type vars zip`.split(/\s+/),
);

const TYPES: ReadonlySet<string> = new Set(
  `bool bytearray bytes classmethod complex dict enumerate filter float frozenset int list map
  memoryview object property range reversed set slice staticmethod str super tuple type zip`.split(
    /\s+/,
  ),
);

/** Gives what Python has under the name and Tinybird leaves visible to templates. */
export function pythonBuiltin(name: string): Builtin | undefined {
  return PYTHON_BUILTINS.has(name) ? new Builtin(name, TYPES.has(name)) : undefined;
}
