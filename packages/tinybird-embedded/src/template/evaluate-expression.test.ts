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
    [
      "f'a{1 + 1}b{{}}{\"x\"!r}', f\"{'é':>3}|{3.14159:.2f}|{1234567:,}|{5:03d}|{7:<3}|\", f'{2 * 3 = }', rf'\\d{1}', f'{\"ab\":{\"*\"}^{6}}'",
      "(\"a2b{}'x'\", '  é|3.14|1,234,567|005|7  |', '2 * 3 = 6', '\\\\d1', '**ab**')",
    ],
    [
      "[x * 2 for x in range(4) if x % 2], {k: v for k, v in [('a', 1)]}, [a + b for a in 'ab' for b in 'cd' if a != 'b' or b == 'd']",
      "([2, 6], {'a': 1}, ['ac', 'ad', 'bd'])",
    ],
    [
      "sum(x for x in [1, 2]), ','.join(str(n) for n in [1, 2]), sorted({x for x in [2, 1, 2]}), [[y for y in range(x)] for x in [1, 2]]",
      "(3, '1,2', [1, 2], [[0], [0, 1]])",
    ],
    [
      "{1, 1}, set([1]), set(), {(1, 'a'): 2}[(1, 'a')], 1 in {1, 2}, {1, 2} == {2, 1}, {1, 2} - {1}",
      "({1}, {1}, set(), 2, True, True, {2})",
    ],
    [
      "2 ** 10, 2 ** -1, -2 ** 2, 2 ** 3 ** 2, 2 ** 0.5, 0x1F, 1_000, 0b11, 0o17",
      "(1024, 0.5, -4, 512, 1.4142135623730951, 31, 1000, 3, 15)",
    ],
    [
      "[1, 2, 3, 4][::2], [1, 2, 3][::-1], 'abcdef'[4:1:-2], 'abc'[-10:10], (1, 2, 3)[::-2], [1, 2, 3][5:]",
      "([1, 3], [3, 2, 1], 'ec', 'abc', (3, 1), [])",
    ],
    [
      "'%s-%d-%05.1f-%%' % ('a', 3, 2.345), '%(k)s' % {'k': 'v'}, '%r' % 'x', '%s' % 1, '%-4s|%+d' % ('a', 5)",
      "('a-3-002.3-%', 'v', \"'x'\", '1', 'a   |+5')",
    ],
    [
      "'{}-{}'.format(1, 'b'), '{0}{0}{k}'.format('a', k=2), '{:>4}|{:.1f}|{:,}'.format('x', 2.25, 1000), '{{}}'.format(), '{0[k]} {1[0]}'.format({'k': 1}, [2])",
      "('1-b', 'aa2', '   x|2.2|1,000', '{}', '1 2')",
    ],
    [
      "'a-b-c'.rsplit('-', 1), ' a b  c '.rsplit(None, 1), ' a b  c '.split(None, 1), 'a,b'.split(sep=',', maxsplit=0), 'a\\nb\\r\\n'.splitlines()",
      "(['a-b', 'c'], [' a b', 'c'], ['a', 'b  c '], ['a,b'], ['a', 'b'])",
    ],
    [
      "'hello world'.title(), 'hELLO'.capitalize(), 'aB'.swapcase(), '12'.isdigit(), ''.isdigit(), '1a'.isalnum(), 'ab'.isalpha(), ' '.isspace(), 'AB1'.isupper(), 'a1'.islower()",
      "('Hello World', 'Hello', 'Ab', True, False, True, True, True, True, True)",
    ],
    [
      "'abcabc'.find('c'), 'abc'.find('x'), 'abcabc'.rfind('b'), 'aaa'.count('a'), 'abc'.index('b'), 'a=b=c'.partition('='), 'a=b=c'.rpartition('='), 'abc'.partition('x')",
      "(2, -1, 4, 3, 1, ('a', '=', 'b=c'), ('a=b', '=', 'c'), ('abc', '', ''))",
    ],
    [
      "'  x '.lstrip(), ' x  '.rstrip(), 'xxaxx'.lstrip('x'), 'abc'.removeprefix('a'), 'abc'.removesuffix('bc'), '-42'.zfill(5), 'a'.ljust(3, '.'), 'a'.rjust(3), 'a'.center(4, '*')",
      "('x ', ' x', 'axx', 'bc', 'a', '-0042', 'a..', '  a', '*a**')",
    ],
    [
      "'aXbXc'.replace('X', '-', 1), 'ab'.replace('', '.'), 'abc'.startswith(('x', 'a')), '😀b'.find('b')",
      "('a-bXc', '.a.b.', True, 1)",
    ],
    [
      "{'a': 1, 'b': 2}.get('c', 3), list({'a': 1, 'b': 2}.items()), list({'a': 1}.keys()), list({'a': 1}.values()), {'a': 1}.pop('a')",
      "(3, [('a', 1), ('b', 2)], ['a'], [1], 1)",
    ],
    [
      "sorted([3, 1, 2]), sorted('bca', reverse=True), list(reversed([1, 2])), list(zip([1, 2], 'ab')), any([0, 1]), all([]), all([1, 0])",
      "([1, 2, 3], ['c', 'b', 'a'], [2, 1], [(1, 'a'), (2, 'b')], True, True, False)",
    ],
    [
      "abs(-3), abs(-2.5), round(2.5), round(3.5), round(2.567, 2), round(-0.4), round(7), round(15, -1)",
      "(3, 2.5, 2, 4, 2.57, 0, 7, 20)",
    ],
    [
      "isinstance('a', str), isinstance(1, (str, int)), isinstance(True, int), isinstance([], list), isinstance(1.0, float), isinstance({}, dict), isinstance(None, str)",
      "(True, True, True, True, True, True, False)",
    ],
    [
      "dict(a=1), dict([('a', 1)]), tuple([1, 2]), bool('a'), bool(''), bool(), ord('a'), chr(98), repr('a'), str(None), str(True)",
      "({'a': 1}, {'a': 1}, (1, 2), True, False, False, 97, 'b', \"'a'\", 'None', 'True')",
    ],
    [
      "list(map(str, [1, 2])), list(filter(None, [0, 1])), list(map(int, '1,2'.split(',')))",
      "(['1', '2'], [1], [1, 2])",
    ],
    [
      "str, len, [str], 'x' if str else 'y'",
      "(<class 'str'>, <built-in function len>, [<class 'str'>], 'x')",
    ],
    [
      "[1, 2].index(2), [1, 1].count(1), (1, 2).count(2), [1] + [2], [0] * 3, [1, [2]] == [1, [2]], (1,) + (2,)",
      "(1, 2, 1, [1, 2], [0, 0, 0], True, (1, 2))",
    ],
    [
      "1 if 2 > 1 else 3, 3 > 2 > 1, 1 < 3 > 2, not 1 in [1], 'a' 'b', None or 'd', [] == [], [] is None",
      "(1, True, True, False, 'ab', 'd', True, False)",
    ],
    [
      "int('-5'), int(' 7 '), float('inf'), float('-1e3'), int(3.9), max('a', 'b'), min([3, 1]), max((1, 5), (2, 0)), len((1, 2)), len('')",
      "(-5, 7, inf, -1000.0, 3, 'b', 1, (2, 0), 2, 0)",
    ],
    [
      "'a\\tb\\\\c\\'d\"', 'it\\'s', \"say \\\"hi\\\"\", '\\x00\\x7f', 'é\\u200b', r'\\n'",
      "('a\\tb\\\\c\\'d\"', \"it's\", 'say \"hi\"', '\\x00\\x7f', 'é\\u200b', '\\\\n')",
    ],
    [
      "-1.5 % -1.5, 7.5 % -2, ' x y '.rsplit(None, 1), ' x y '.rsplit(None, 0)",
      "(-0.0, -0.5, [' x', 'y'], [' x y'])",
    ],
    ["missing, given.split(',')", "(None, ['a', 'b'])"],
  ])("gives for %s what Python gives", (source, expected) => {
    expect(show(source)).toBe(expected);
  });

  test.each([
    ["1 + 'a'", "unsupported operand type(s) for +: 'int' and 'str'"],
    ["None + 1", "unsupported operand type(s) for +: 'NoneType' and 'int'"],
    ["'%s' % (1, 2)", "not all arguments converted during string formatting"],
    ["'%s %s' % 1", "not enough arguments for format string"],
    ["'%d' % 'a'", "%d format: a real number is required"],
    ["1 // 0", "division by zero"],
    ["-'a'", "bad operand type for unary -: 'str'"],
    ["[] < ()", "'<' not supported between instances of 'list' and 'tuple'"],
    ["1 in 'a'", "'in <string>' requires string as left operand, not int"],
    ["1 in 1", "argument of type 'int' is not iterable"],
    ["[1][1]", "list index out of range"],
    ["{}['a']", "the dict has no such key"],
    ["{[]: 1}", "unhashable type: 'list'"],
    ["None[0]", "'NoneType' object is not subscriptable"],
    ["[1]['a']", "indices must be integers, not str"],
    ["'{a.b}'.format(a=1)", "Single brace in format string"],
    ["'{}'.format()", "Replacement index 0 out of range for positional args tuple"],
    ["f'{1:q}'", "Invalid format specifier"],
    ["f'{1:s}'", "Unknown format code 's' for object of type 'int'"],
    ["[1, 2][::0]", "slice step cannot be zero"],
    ["2 ** 5000", "the number is too large"],
    ["0 ** -1", "0.0 cannot be raised to a negative power"],
    ["[x for x in 1]", "'int' object is not iterable"],
    ["{[1]}", "unhashable type: 'list'"],
    ["sorted([1, 'a'])", "'<' not supported between instances of 'str' and 'int'"],
    ["map(5, [1])", "'int' object is not callable"],
    ["isinstance(1, 'a')", "isinstance() arg 2 must be a type or a tuple of types"],
    ["'a'.first", "'str' object has no attribute 'first'"],
    ["None.split(',')", "'NoneType' object has no attribute 'split'"],
    ["'a'.split('')", "empty separator"],
    ["'a'.lower(1)", "lower() takes at most 0 arguments (1 given)"],
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
  const template = `%{% set shown = \n ${source} %}{% set text = str([shown]) %}{{ error(text) }}`;
  try {
    renderTemplate(template, { parameters: { given: "a,b" } });
  } catch (error) {
    if (error instanceof Error && /^\[.*\]$/s.test(error.message))
      return error.message.slice(1, -1);
    throw error;
  }
  return "";
}
