/**
 * The requirements for a caller, as a disjunction of conjunctions: the caller must meet all terms of one set.
 * `[[]]` requires nothing, and nobody meets `[]`.
 */
export type Terms = readonly (readonly Term[])[];

/** One requirement as it is reported: `being signed in`, `scope stock:read` or `policy vip`. */
export type Term = string;

export const SIGNED_IN: Term = 'being signed in';

export const NOTHING: Terms = [[]];

/** Returns the terms that require both. */
export function both(a: Terms, b: Terms): Terms {
  return normalised(a.flatMap((ofA) => b.map((ofB) => [...ofA, ...ofB])));
}

/** Returns equal terms for equal requirements: sorted, and without sets that contain another one. */
export function normalised(terms: Terms): Terms {
  const sets = terms.map((all) => [...new Set(all)].sort());
  const texts = new Map(sets.map((all) => [all.join('\n'), all]));
  const distinct = [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, all]) => all);
  return distinct.filter((all) => !distinct.some((other) => other !== all && isPart(other, all)));
}

/** Returns true when every caller who meets `a` also meets `b`. */
export function implies(a: Terms, b: Terms): boolean {
  return a.every((all) => b.some((other) => isPart(other, all)));
}

function isPart(part: readonly Term[], whole: readonly Term[]): boolean {
  return part.every((term) => whole.includes(term));
}

/**
 * Returns `scope a and scope b, or scope c`. A scope implies being signed in, which is then not mentioned.
 */
export function termsText(terms: Terms): string {
  if (terms.length === 0) return 'something that no caller has';
  return terms.map(setText).join(terms.some((all) => all.length > 1) ? ', or ' : ' or ');
}

function setText(all: readonly Term[]): string {
  const shown = all.some(isScope) ? all.filter((term) => term !== SIGNED_IN) : all;
  return shown.join(' and ') || 'nothing';
}

function isScope(term: Term): boolean {
  return term.startsWith('scope ');
}
