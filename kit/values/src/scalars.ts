import { GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped } from 'graphql';
import { parseDateTime } from './rfc3339.ts';

function readDateTime(value: unknown): Date {
  const date = typeof value === 'string' ? parseDateTime(value) : undefined;
  if (date) return date;
  throw new GraphQLError('Not an RFC 3339 date and time such as 2026-11-20T09:30:00.000Z.');
}

/** A `Date` in the code; RFC 3339 in UTC with milliseconds on the wire. */
export const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize: (value) => {
    if (value instanceof Date) return value.toISOString();
    throw new TypeError('A resolver of a DateTime must return a Date.');
  },
  parseValue: readDateTime,
  parseLiteral: (node) => readDateTime(node.kind === Kind.STRING ? node.value : undefined),
});

function parseDecimal(value: unknown): string {
  if (typeof value === 'string' && value.length <= 32 && /^-?\d+(\.\d+)?$/.test(value)) return value;
  throw new GraphQLError('Not a decimal number as a string, such as "129.90".');
}

/** A decimal number, a string both in the code and on the wire, never a floating-point number. */
export const Decimal = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  serialize: parseDecimal,
  parseValue: parseDecimal,
  parseLiteral: (node) => parseDecimal(node.kind === Kind.STRING ? node.value : undefined),
});

/** The maximum depth of a JSON value. Code that traverses one overflows its stack at some thousand levels. */
const JSON_DEPTH = 100;

/** Any JSON value of at most 100 levels, passed through as data. */
export const JSONValue = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  parseValue: (value) => {
    refuseDeep(value, JSON_DEPTH);
    return value;
  },
  parseLiteral: (node, variables) => {
    const value = valueFromASTUntyped(node, variables);
    refuseDeep(value, JSON_DEPTH);
    return value;
  },
});

function refuseDeep(value: unknown, levels: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (levels === 0) throw new GraphQLError(`Nested deeper than ${JSON_DEPTH} levels.`);
  for (const part of Object.values(value)) refuseDeep(part, levels - 1);
}

/** The custom scalars, for the resolver map of a subgraph that uses them. */
export const scalars = { DateTime, Decimal, JSON: JSONValue };
