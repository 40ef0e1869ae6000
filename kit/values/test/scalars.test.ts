import { parseValue } from 'graphql';
import { describe, expect, test } from 'vitest';
import { isTime } from '../src/page.ts';
import { DateTime, JSONValue } from '../src/scalars.ts';

/** Returns JSON of nested objects. */
const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
const literal = (json: string) => JSONValue.parseLiteral(parseValue(json.replaceAll('"', '')));

describe('JSON', () => {
  test('of 100 levels is passed through, and of more is rejected', () => {
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

  test.each(['__proto__', 'constructor', '$gt', 'a.b'])('a key %s is data and sets no prototype', (key) => {
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

describe('DateTime', () => {
  test.each([
    ['2026-11-20T09:30:00Z', '2026-11-20T09:30:00.000Z'],
    ['2026-11-20t09:30:00z', '2026-11-20T09:30:00.000Z'],
    ['2026-11-20T09:30:00.5+05:45', '2026-11-20T03:45:00.500Z'],
    ['2026-11-20T09:30:00-00:00', '2026-11-20T09:30:00.000Z'],
    ['2026-12-31T23:59:59.999999999999Z', '2026-12-31T23:59:59.999Z'],
    ['2026-12-31T23:30:00-23:59', '2027-01-01T23:29:00.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00.000Z'],
    ['0000-02-29T00:00:00Z', '0000-02-29T00:00:00.000Z'],
    ['0050-01-01T00:00:00Z', '0050-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z'],
  ])('%s is %s', (text, moment) => {
    expect(DateTime.parseValue(text).toISOString()).toBe(moment);
    expect(DateTime.parseLiteral(parseValue(`"${text}"`)).toISOString()).toBe(moment);
    expect([isTime(text), isTime(moment)]).toEqual([text === moment, true]);
  });

  test.each([
    ...['2026-11-31T00:00:00Z', '2026-02-29T00:00:00Z', '1900-02-29T00:00:00Z', '2026-13-01T00:00:00Z'],
    ...['2026-00-01T00:00:00Z', '2026-01-00T00:00:00Z', '2026-01-32T00:00:00Z'],
    ...['2026-11-20T24:00:00Z', '2026-11-20T23:60:00Z', '2026-11-20T23:59:61Z', '2026-12-31T23:59:60Z'],
    ...['2026-11-20T09:30:00+24:00', '2026-11-20T09:30:00+05:60', '2026-11-20T09:30:00+0545'],
    ...['2026-11-20T09:30:00', '2026-11-20T09:30Z', '2026-11-20', '2026-11-20 09:30:00Z', '20261120T093000Z'],
    ...['2026-11-20T09:30:00.Z', '2026-11-20T09:30:00,5Z', ' 2026-11-20T09:30:00Z', '2026-11-20T09:30:00Z\n'],
    ...['0000-01-01T00:00:00+01:00', '9999-12-31T23:59:59-01:00', '+002026-11-20T09:30:00Z'],
    ...[`2026-11-20T09:30:00.${'0'.repeat(100)}Z`, '２０２６-11-20T09:30:00Z', ''],
  ])('%j is rejected', (text) => {
    expect(() => DateTime.parseValue(text)).toThrow('Not an RFC 3339 date and time');
    expect(() => DateTime.parseLiteral(parseValue(JSON.stringify(text)))).toThrow('Not an RFC 3339');
    expect(isTime(text)).toBe(false);
  });
});
