/**
 * What a caller has to have, as a disjunction of conjunctions: any one of these sets, whole. `[[]]` asks for nothing, and
 * `[]` is met by nobody.
 */
export type Terms = readonly (readonly Term[])[];

/** `being signed in`, `scope stock:read` or `policy vip`: as it is told. */
export type Term = string;

export const SIGNED_IN: Term = 'being signed in';

export const NOTHING: Terms = [[]];

/** Both have to be met. */
export function both(a: Terms, b: Terms): Terms {
  return normalised(a.flatMap((ofA) => b.map((ofB) => [...ofA, ...ofB])));
}

/** In one form for all that ask for the same: in order, and without sets that another one is a part of. */
export function normalised(terms: Terms): Terms {
  const sets = terms.map((all) => [...new Set(all)].sort());
  const texts = new Map(sets.map((all) => [all.join('\n'), all]));
  const distinct = [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, all]) => all);
  return distinct.filter((all) => !distinct.some((other) => other !== all && isPart(other, all)));
}

/** Whether everybody who meets `a` meets `b`. */
export function implies(a: Terms, b: Terms): boolean {
  return a.every((all) => b.some((other) => isPart(other, all)));
}

function isPart(part: readonly Term[], whole: readonly Term[]): boolean {
  return part.every((term) => whole.includes(term));
}

/** `scope a and scope b, or scope c`. Who has a scope is signed in, which then is not said. */
export function termsText(terms: Terms): string {
  if (terms.length === 0) return 'what nobody has';
  return terms.map(setText).join(terms.some((all) => all.length > 1) ? ', or ' : ' or ');
}

function setText(all: readonly Term[]): string {
  const told = all.some(isScope) ? all.filter((term) => term !== SIGNED_IN) : all;
  return told.join(' and ') || 'nothing';
}

function isScope(term: Term): boolean {
  return term.startsWith('scope ');
}
