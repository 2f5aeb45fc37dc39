import { describe, expect, test } from '@jest/globals';
import { filterPattern } from '../../logs/filter-pattern.ts';
import { InvalidPattern, UnsupportedPattern } from '../../logs/filter-tokens.ts';

const counts = (pattern: string, record: unknown): boolean => filterPattern(pattern).matches(record);

describe('comparisons', () => {
  test.each([
    ['{ $.a = "x" }', { a: 'x' }, true],
    ['{ $.a = "x" }', { a: 'xy' }, false],
    ['{ $.a = "x" }', { a: 'X' }, false],
    ['{ $.a = "x" }', {}, false],
    ['{ $.a = "*" }', {}, false],
    ['{$.a=x.y.z}', { a: 'x.y.z' }, true],
    ['{$.a=x.y.z}', { a: 'x-y-z' }, false],
    ['{ $.a = "x y" }', { a: 'x y' }, true],
    ['{ $.a = "*tail" }', { a: 'Client.tail' }, true],
    ['{ $.a = "*tail" }', { a: 'tails' }, false],
    ['{ $.a = "head*" }', { a: 'headless' }, true],
    ['{ $.a = "head*" }', { a: 'ahead' }, false],
    ['{ $.a != "x" }', { a: 'y' }, true],
    ['{ $.a != "x" }', { a: 'x' }, false],
    ['{ $.a.b = "x" }', { a: { b: 'x' } }, true],
    ['{ $.a.b = "x" }', { a: 'x' }, false],
    ['{ $.a NOT EXISTS }', {}, true],
    ['{ $.a NOT EXISTS }', { a: 'x' }, false],
  ])('%s on %j', (pattern, record, expected) => expect(counts(pattern, record)).toBe(expected));
});

describe('combinations', () => {
  test.each([
    ['{ ($.a = x) || ($.b = y) }', { b: 'y' }, true],
    ['{ ($.a = x) || ($.b = y) }', { a: 'y', b: 'x' }, false],
    ['{ ($.a = x) && ($.b = y) }', { a: 'x', b: 'y' }, true],
    ['{ ($.a = x) && ($.b = y) }', { a: 'x' }, false],
    // && binds before ||, brackets before both.
    ['{ $.a = x || $.b = y && $.c = z }', { a: 'x' }, true],
    ['{ ($.a = x || $.b = y) && $.c = z }', { a: 'x' }, false],
    ['{ ($.a = x) && (($.b = y) || ($.b = z)) }', { a: 'x', b: 'z' }, true],
  ])('%s on %j', (pattern, record, expected) => expect(counts(pattern, record)).toBe(expected));

  test('an && whose left side fails does not evaluate its right side', () => {
    expect(counts('{ ($.a = x) && ($.b != y) }', { a: 'z' })).toBe(false);
  });
});

describe('refuses', () => {
  test.each([
    ['{ $.a = x', 'Expected }'],
    ['{ $.a = x } }', 'behind the end'],
    ['{ a = x }', 'Expected a field'],
    ['{ $.a x }', 'Expected = or != or NOT EXISTS'],
    ['{ $.a = }', 'Expected a value'],
    ['{ $.a = "x }', 'Unexpected'],
    ['{ $.a = x; }', 'Unexpected'],
    ['{ }', 'Expected a field'],
    ['[ip, user', 'Unbalanced'],
    ['"ERROR', 'Unbalanced'],
  ])('%s, which AWS refuses', (pattern, message) => {
    const parse = () => filterPattern(pattern);
    expect(parse).toThrow(InvalidPattern);
    expect(parse).toThrow(message);
  });

  test.each([
    '{ $.a > 1 }',
    '{ $.a IS TRUE }',
    '{ $.a[0] = x }',
    '{ $.a = %x% }',
    '{ $["a"] = x }',
    '[ip, user]',
    'ERROR',
    '?ERROR ?WARN',
  ])('%s, which it does not understand', (pattern) => {
    expect(() => filterPattern(pattern)).toThrow(UnsupportedPattern);
  });

  test('a record whose meaning AWS does not document', () => {
    expect(() => counts('{ $.a != "x" }', {})).toThrow('lacks $.a');
  });
});
