import { type ConstDirectiveNode, print } from 'graphql';
import { compareText } from '../../problem.ts';

/** A directive as it was applied and as it is; one of them is missing where it came or went. */
export interface Pair {
  readonly name: string;
  readonly before: ConstDirectiveNode | undefined;
  readonly after: ConstDirectiveNode | undefined;
}

/**
 * Who became whom, of the directives at one place: those that are equal are left out, whatever their order is, and of the
 * others the first of a name is the first of that name.
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

/** Those of a list that another has not, each as often as it is there more. */
function without(list: readonly ConstDirectiveNode[], other: readonly ConstDirectiveNode[]) {
  const left = other.map(appliedText);
  return list.filter((directive) => {
    const at = left.indexOf(appliedText(directive));
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}

/** `@tag(name: "a")`, with its arguments in the order of their names. */
export function appliedText(directive: ConstDirectiveNode): string {
  const arguments_ = (directive.arguments ?? []).toSorted((a, b) => compareText(a.name.value, b.name.value));
  return print({ ...directive, arguments: arguments_ });
}
