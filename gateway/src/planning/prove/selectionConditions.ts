import type { DirectiveNode } from 'graphql';
import { both, type Condition } from './conditions.ts';

/**
 * The condition under which a selection counts, given that of what it stands in; null for never. A plan is for all values of the
 * variables; by those of one request `execution/conditions.ts` decides.
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
