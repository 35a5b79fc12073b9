import { describe, expect, test } from "vitest";
import { renderTemplate } from "./render-template.ts";

// Every answer is what CPython 3.11 gives for `repr(...)`.
describe("evaluate", () => {
  test.each([
    ["1 + 2 * 3 - -4", "11"],
    ["(1 + 2) * 3", "9"],
    ["7 // 2, -7 // 2, 7 % 3, -7 % 3, -7.5 // 2", "(3, -4, 1, 2, -4.0)"],
    ["7 / 2, 6 / 3, 1 + 1.0", "(3.5, 2.0, 2.0)"],
    [
      "1e16, 1e-5, 0.0001, 123456.789, -0.0, 1e22",
      "(1e+16, 1e-05, 0.0001, 123456.789, -0.0, 1e+22)",
    ],
    ["2 * 9223372036854775807", "18446744073709551614"],
    ["'a' 'b' + \"c\"", "'abc'"],
    ["'ab' * 2, 2 * [1], () + (1,)", "('abab', [1, 1], (1,))"],
    ["r if 0 else 'x' if 1 else y", "'x'"],
    ["1 < 2 < 3, 1 < 3 < 2, 1 == 1.0, True == 1", "(True, False, True, True)"],
    ["'a' < 'b', [1, 2] < [1, 3], (1,) == [1]", "(True, True, False)"],
    ["'\\U0001F600' > '\\uffff'", "True"],
    ["'b' in 'abc', 1 in [1], 1 not in [1], 'k' in {'k': 1}", "(True, True, False, True)"],
    ["missing is None, missing is not None, 1 is True", "(True, False, False)"],
    [
      "not '', not [], not {}, not 0, not 0.0, not None, not ()",
      "(True, True, True, True, True, True, True)",
    ],
    ["0 or '' or 'x', 1 and 0, [] or None", "('x', 0, None)"],
    ["not 1 == 2", "True"],
    ["[1, 2, 3][-1], 'abc'[0], {'a': 1}['a'], {1: 'i'}[True]", "(3, 'a', 1, 'i')"],
    ["'abc'[1:], [1, 2, 3][:2], 'abc'[-2:-1], (1, 2)[0:1]", "('bc', [1, 2], 'b', (1,))"],
    ["'a😀b'[1], len('😀')", "('😀', 1)"],
    ["'\\n\\t\\x41\\u00e9\\'\\q'", '"\\n\\tAé\'\\\\q"'],
    ["'''a\nb'''", "'a\\nb'"],
    [
      "'a,b,c'.split(','), ' a  b '.split(), 'a,b,c'.split(',', 1)",
      "(['a', 'b', 'c'], ['a', 'b'], ['a', 'b,c'])",
    ],
    ["'-'.join(['a', 'b']), ','.join('ab'), 'aXbX'.replace('X', '')", "('a-b', 'a,b', 'ab')"],
    [
      "'abc'.startswith('ab'), 'abc'.endswith(('x', 'c')), ' a '.strip(), 'xax'.strip('x')",
      "(True, True, 'a', 'a')",
    ],
    [
      "'Ab'.lower(), 'Ab'.upper(), {'a': 1}.get('a'), {}.get('b', 2), {'a': None}.get('a', 2)",
      "('ab', 'AB', 1, 2, None)",
    ],
    ["len([1, 2]), len({}), list('ab'), list((1,))", "(2, 0, ['a', 'b'], [1])"],
    ["min(2, 1), max([1, 3, 2]), min('b', 'a'), sum([1, 2.5]), sum([1], 2)", "(1, 3, 'a', 3.5, 3)"],
    [
      "int('5'), int(-1.9), int(), int(True), float('1e2'), float(1), str(1.0), str([1])",
      "(5, -1, 0, 1, 100.0, 1.0, '1.0', '[1]')",
    ],
    ["range(3), range(1, 3), range(5, 0, -2), range(0)", "([0, 1, 2], [1, 2], [5, 3, 1], [])"],
    ["enumerate(['a', 'b']), enumerate('a', 1)", "([(0, 'a'), (1, 'b')], [(1, 'a')])"],
    [
      "Int32('5') + 1, Int32('5') == 5, [Int8('5')], str(Int8('5'))",
      "(6, True, [5], \"toInt8('5')\")",
    ],
    ["{'a': [1, 'x'], \"b\": None, 'c': True}", "{'a': [1, 'x'], 'b': None, 'c': True}"],
    ["{'a': 1} == {'a': 1.0}, [] == ()", "(True, False)"],
    ["defined(missing), defined(1), defined(), defined('')", "(False, True, False, True)"],
    [
      "JSON('[1.0, 12345678901234567890, null, \"\\\\u00e9\"]')",
      "[1.0, 12345678901234567890, None, 'é']",
    ],
    ["missing, given.split(',')", "(None, ['a', 'b'])"],
  ])("gives for %s what Python gives", (source, expected) => {
    expect(show(source)).toBe(expected);
  });

  test.each([
    ["1 + 'a'", "unsupported operand type(s) for +: 'int' and 'str'"],
    ["None + 1", "unsupported operand type(s) for +: 'NoneType' and 'int'"],
    ["'%s' % 1", "unsupported operand type(s) for %: 'str' and 'int'"],
    ["1 // 0", "division by zero"],
    ["-'a'", "bad operand type for unary -: 'str'"],
    ["[] < ()", "'<' not supported between instances of 'list' and 'tuple'"],
    ["1 in 'a'", "'in <string>' requires string as left operand, not int"],
    ["1 in 1", "argument of type 'int' is not iterable"],
    ["'a' is 'a'", "Cannot compare with is as one side must be None, True or False"],
    ["[1][1]", "index out of range"],
    ["{}['a']", "the dict has no such key"],
    ["{[]: 1}", "unhashable type: 'list'"],
    ["None[0]", "'NoneType' object is not subscriptable"],
    ["[1]['a']", "indices must be integers, not str"],
    ["'a'.format(1)", "'str' object has no attribute 'format' here"],
    ["'a'.first", "'str' object has no attribute 'first' here"],
    ["None.split(',')", "'NoneType' object has no attribute 'split' here"],
    ["'a'.split('')", "empty separator"],
    ["'a'.lower(1)", "lower() takes fewer arguments here"],
    ["','.join([1])", "sequence item 0: expected str instance, int found"],
    ["len(1)", "len() cannot take a value of type 'int'"],
    ["max([])", "max() arg is an empty sequence"],
    ["int('x')", "invalid argument for int(): 'x'"],
    ["float('x')", "could not convert string to float: 'x'"],
    ["range(1, 2, 0)", "range() arg 3 must not be zero"],
    ["String()", "String() is missing its argument 'x'"],
    ["defined(1, 2)", "defined() takes at most 1 positional arguments"],
    ["String('a', x='b')", "String() got multiple values for argument 'x'"],
    ["String('a', size=1)", "String() got an unexpected keyword argument 'size'"],
  ])("refuses %s as Python does", (source, message) => {
    expect(() => show(source)).toThrow(`Template Syntax Error: ${message}, line 2`);
  });
});

function show(source: string): string {
  const template = `%{% set shown = \n ${source} %}{% set text = [shown] %}{{ error(str(text)) }}`;
  try {
    renderTemplate(template, { parameters: { given: "a,b" } });
  } catch (error) {
    if (error instanceof Error && /^\[.*\]$/s.test(error.message))
      return error.message.slice(1, -1);
    throw error;
  }
  return "";
}
