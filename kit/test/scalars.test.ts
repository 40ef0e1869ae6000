import { parseValue } from 'graphql';
import { describe, expect, test } from 'vitest';
import { JSONValue } from '../src/scalars.ts';

/** So many objects, each in the next. */
const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
const literal = (json: string) => JSONValue.parseLiteral(parseValue(json.replaceAll('"', '')));

describe('JSON', () => {
  test('of 100 levels is passed through, deeper is refused', () => {
    const allowed = nested(100);
    expect(JSON.stringify(JSONValue.parseValue(JSON.parse(allowed)))).toBe(allowed);
    expect(JSON.stringify(literal(allowed))).toBe(allowed);
    for (const levels of [101, 10_000]) {
      expect(() => JSONValue.parseValue(JSON.parse(nested(levels)))).toThrow(
        'Nested deeper than 100 levels.',
      );
    }
    expect(() => literal(nested(101))).toThrow('Nested deeper than 100 levels.');
  });

  test.each(['__proto__', 'constructor', '$gt', 'a.b'])('a key %s is data, and no prototype', (key) => {
    const value = JSON.parse(`{"${key}":{"polluted":true}}`);
    expect(JSON.stringify(JSONValue.parseValue(value))).toBe(JSON.stringify(value));
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    if (!/^\w+$/.test(key)) return;
    const read = literal(`{${key}:{polluted:true}}`) as object;
    expect(Object.keys(read)).toEqual([key]);
    expect(Object.getPrototypeOf({})).not.toHaveProperty('polluted');
    expect((read as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
