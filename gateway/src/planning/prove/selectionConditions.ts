import type { DirectiveNode } from 'graphql';
import { both, type Condition } from './conditions.ts';

/**
 * Returns the condition under which a selection counts inside one with the condition `outer`; null for never.
 * This is about all values of the variables; `execution/conditions.ts` evaluates the values of one request.
 */
export function conditionOf(
  { directives }: { readonly directives?: readonly DirectiveNode[] | undefined },
  outer: Condition,
): Condition | null {
  let condition: Condition | null = outer;
  for (const { name, arguments: given } of directives ?? []) {
    const wanted = name.value === 'include' ? '+' : name.value === 'skip' ? '-' : undefined;
    const value = given?.find((argument) => argument.name.value === 'if')?.value;
    if (wanted === undefined || !value || condition === null) continue;
    if (value.kind === 'BooleanValue' && value.value !== (wanted === '+')) return null;
    if (value.kind === 'Variable') condition = both(condition, new Set([`${wanted}${value.name.value}`]));
  }
  return condition;
}
