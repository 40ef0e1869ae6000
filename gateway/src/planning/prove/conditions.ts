/**
 * A conjunction of literals from `@include` and `@skip`: `+show` means that the variable is true, `-show`
 * that it is false.
 */
export type Condition = ReadonlySet<string>;

export const ALWAYS: Condition = new Set();

const opposite = (literal: string) => (literal.startsWith('+') ? '-' : '+') + literal.slice(1);

/** Returns the conjunction of two conditions; null when they contradict each other. */
export function both(one: Condition, other: Condition): Condition | null {
  if (one.size === 0) return other;
  if (other.size === 0) return one;
  const joined = new Set([...one, ...other]);
  for (const literal of other) if (joined.has(opposite(literal))) return null;
  return joined;
}

/** Returns true when at least one of the alternatives holds whenever the condition does. */
export function isCovered(condition: Condition, alternatives: readonly Condition[]): boolean {
  const open = alternatives.filter((one) => both(one, condition) !== null);
  if (open.some((one) => [...one].every((literal) => condition.has(literal)))) return true;
  // Split on one more variable of the alternatives: one of them has to hold for either value.
  const [literal] = open.flatMap((one) => [...one].filter((asked) => !condition.has(asked)));
  if (literal === undefined) return false;
  return [literal, opposite(literal)].every((value) => isCovered(new Set([...condition, value]), open));
}
