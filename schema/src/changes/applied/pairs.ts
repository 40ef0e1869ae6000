import { type ConstDirectiveNode, print } from 'graphql';
import { compareText } from '../../problem.ts';

/** A directive as applied before and after; one side is undefined when it was added or removed. */
export interface Pair {
  readonly name: string;
  readonly before: ConstDirectiveNode | undefined;
  readonly after: ConstDirectiveNode | undefined;
}

/**
 * Pairs the directives at one place before and after. Equal ones are left out, in whatever order they are;
 * the others are paired by name, the first with the first.
 */
export function changedPairs(
  before: readonly ConstDirectiveNode[],
  after: readonly ConstDirectiveNode[],
): Pair[] {
  const [gone, come] = [without(before, after), without(after, before)];
  const names = new Set([...gone, ...come].map(({ name }) => name.value));
  return [...names].sort(compareText).flatMap((name) => {
    const [was, is] = [gone, come].map((all) => all.filter((each) => each.name.value === name));
    const count = Math.max(was?.length ?? 0, is?.length ?? 0);
    return Array.from({ length: count }, (_, n) => ({ name, before: was?.[n], after: is?.[n] }));
  });
}

/** Returns the directives that `list` has in excess of `other`. */
function without(list: readonly ConstDirectiveNode[], other: readonly ConstDirectiveNode[]) {
  const left = other.map(appliedText);
  return list.filter((directive) => {
    const at = left.indexOf(appliedText(directive));
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}

/** Prints a directive with its arguments sorted by name: `@tag(name: "a")`. */
export function appliedText(directive: ConstDirectiveNode): string {
  const arguments_ = (directive.arguments ?? []).toSorted((a, b) => compareText(a.name.value, b.name.value));
  return print({ ...directive, arguments: arguments_ });
}
