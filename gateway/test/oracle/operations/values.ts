/** Creates random values of input types, for literals and variables. */
import {
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';
import type { Dice } from '../dice.ts';

/** The maximum depth of recursive input objects. */
const DEPTH = 3;

/** Returns a JSON value of the type. */
export function randomValue(dice: Dice, type: GraphQLInputType, depth = 0): unknown {
  if (isNonNullType(type)) return presentValue(dice, type.ofType, depth);
  return dice.chance(12) ? null : presentValue(dice, type, depth);
}

function presentValue(dice: Dice, type: GraphQLInputType, depth: number): unknown {
  if (isNonNullType(type)) return presentValue(dice, type.ofType, depth);
  if (isListType(type)) {
    // A single value stands for a list of one (GraphQL specification, section 3.11).
    if (dice.chance(10)) return presentValue(dice, type.ofType, depth + 1);
    return Array.from({ length: dice.below(3) }, () => randomValue(dice, type.ofType, depth + 1));
  }
  if (isEnumType(type)) return dice.one(type.getValues()).name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(
      (field) => isRequiredInputField(field) || (depth < DEPTH && dice.chance(40)),
    );
    return Object.fromEntries(fields.map((field) => [field.name, randomValue(dice, field.type, depth + 1)]));
  }
  return scalarValue(dice, type.name);
}

function scalarValue(dice: Dice, name: string): unknown {
  switch (name) {
    case 'Int':
      return dice.below(9) - 2;
    case 'Float':
      return dice.one([0.5, -2, 1e21, 3]);
    case 'Boolean':
      return dice.chance(50);
    case 'ID':
      return dice.one(['a', 'E0-3', '7']);
    case 'DateTime':
      return '2026-11-20T09:30:00.000Z';
    case 'Decimal':
      return dice.one(['12.50', '0', '-3.1']);
    case 'Blob':
    case 'JSON':
      return dice.one<unknown>([1, 'two', { three: [4, null] }, []]);
    default:
      return dice.one(['', 'text', 'with "quotes" and \\', 'é\n→', 'null']);
  }
}

/** Prints a JSON value of the type as a GraphQL literal. */
export function printValue(value: unknown, type: GraphQLInputType): string {
  if (value === null || value === undefined) return 'null';
  if (isNonNullType(type)) return printValue(value, type.ofType);
  if (isListType(type)) {
    return Array.isArray(value)
      ? `[${value.map((each) => printValue(each, type.ofType)).join(', ')}]`
      : printValue(value, type.ofType);
  }
  if (isEnumType(type)) return String(value);
  if (isInputObjectType(type)) {
    const fields = type.getFields();
    const parts = Object.entries(value).flatMap(([name, part]) => {
      const field = fields[name];
      return field ? [`${name}: ${printValue(part, field.type)}`] : [];
    });
    return `{ ${parts.join(', ')} }`;
  }
  return printAny(value);
}

function printAny(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printAny).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([name, part]) => `${name}: ${printAny(part)}`)
    .join(', ')} }`;
}
