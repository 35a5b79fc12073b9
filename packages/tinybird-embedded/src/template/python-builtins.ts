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
