/** The variables of an operation while it is generated. */
import {
  type GraphQLArgument,
  type GraphQLInputType,
  GraphQLNonNull,
  isNonNullType,
  isRequiredArgument,
} from 'graphql';
import type { Dice } from '../dice.ts';
import { printValue, randomValue } from './values.ts';

export interface Variables {
  /**
   * Returns an argument with a literal, a variable, or a literal with a variable inside; empty to omit it.
   */
  argument(argument: GraphQLArgument): string;
  /** Returns a condition for @skip and @include: `true`, `false` or a variable. */
  condition(): string;
  /** Returns the definitions, such as `($a: Int = 3)`, or an empty text. */
  declarations(): string;
  values(): Record<string, unknown>;
}

interface Declared {
  readonly type: string;
  readonly text: string;
}

export function createVariables(dice: Dice, booleanType: GraphQLInputType): Variables {
  const declared = new Map<string, Declared>();
  const values: Record<string, unknown> = {};

  /**
   * Returns a variable for a place of the type, an existing one or a new one. @param strict true for one that
   * is never null.
   */
  function variable(type: GraphQLInputType, strict = false): string {
    const known = [...declared].filter(([, { type: of }]) => of === String(type));
    if (known.length > 0 && dice.chance(60)) return `$${dice.one(known)[0]}`;
    const name = `v${declared.size}`;
    const inner = isNonNullType(type) ? type.ofType : type;
    // A nullable variable with a default is allowed in a non-null place (section 5.8.5).
    const withDefault = dice.chance(35);
    const nullable = withDefault && dice.chance(50) ? inner : type;
    const text = withDefault ? ` = ${printValue(randomValue(dice, new GraphQLNonNull(inner)), inner)}` : '';
    declared.set(name, { type: String(type), text: `$${name}: ${nullable}${text}` });
    const optional = !isNonNullType(nullable) || withDefault;
    if (optional && dice.chance(30)) return `$${name}`;
    values[name] = randomValue(dice, strict || isNonNullType(type) ? new GraphQLNonNull(inner) : nullable);
    return `$${name}`;
  }

  function literal(type: GraphQLInputType): string {
    return printValue(randomValue(dice, type), type);
  }

  return {
    argument(argument) {
      if (!isRequiredArgument(argument) && dice.chance(50)) return '';
      const value = dice.chance(45) ? variable(argument.type) : literal(argument.type);
      return `${argument.name}: ${value}`;
    },
    condition: () =>
      dice.chance(30) ? String(dice.chance(50)) : variable(new GraphQLNonNull(booleanType), true),
    declarations: () =>
      declared.size === 0 ? '' : `(${[...declared.values()].map(({ text }) => text).join(', ')})`,
    values: () => values,
  };
}
