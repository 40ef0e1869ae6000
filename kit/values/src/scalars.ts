import { GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped } from 'graphql';
import { parseDateTime } from './rfc3339.ts';

function readDateTime(value: unknown): Date {
  const date = typeof value === 'string' ? parseDateTime(value) : undefined;
  if (date) return date;
  throw new GraphQLError('Not an RFC 3339 date and time such as 2026-11-20T09:30:00.000Z.');
}

/** `Date` inside; RFC 3339 in UTC with milliseconds outside. */
export const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize: (value) => {
    if (value instanceof Date) return value.toISOString();
    throw new TypeError('A DateTime is resolved to a Date.');
  },
  parseValue: readDateTime,
  parseLiteral: (node) => readDateTime(node.kind === Kind.STRING ? node.value : undefined),
});

function parseDecimal(value: unknown): string {
  if (typeof value === 'string' && value.length <= 32 && /^-?\d+(\.\d+)?$/.test(value)) return value;
  throw new GraphQLError('Not a decimal number as a string, such as "129.90".');
}

/** A decimal number, as a string on both sides: never a floating-point number. */
export const Decimal = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  serialize: parseDecimal,
  parseValue: parseDecimal,
  parseLiteral: (node) => parseDecimal(node.kind === Kind.STRING ? node.value : undefined),
});

/** Levels of a JSON value. Beyond some thousand, whatever walks over one runs out of stack. */
const JSON_DEPTH = 100;

/** Any JSON value of 100 levels at most, passed through as data. */
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

/** The contract's scalars, for the resolver map of a subgraph that uses them. */
export const scalars = { DateTime, Decimal, JSON: JSONValue };
