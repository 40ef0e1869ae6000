/**
 * A part of an operation's cost: a number when the document alone determines it, otherwise a function of the
 * variables.
 */
export type CostTerm = number | ((given: Given) => number);

/** The variables of one estimate. Each estimate has its own object. */
export interface Given {
  readonly variables: Readonly<Record<string, unknown>>;
}

export function evaluate(term: CostTerm, given: Given): number {
  return typeof term === 'number' ? term : term(given);
}

export function sum(terms: readonly CostTerm[]): CostTerm {
  let constant = 0;
  const dynamic: Exclude<CostTerm, number>[] = [];
  for (const term of terms) {
    if (typeof term === 'number') constant += term;
    else dynamic.push(term);
  }
  if (dynamic.length === 0) return constant;
  return (given) => dynamic.reduce((total, term) => total + term(given), constant);
}

export function product(a: CostTerm, b: CostTerm): CostTerm {
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  if (a === 0 || b === 0) return 0;
  return (given) => evaluate(a, given) * evaluate(b, given);
}

/** Evaluates a term once for each estimate, even when it occurs many times in it, as a fragment does. */
export function once(term: CostTerm): CostTerm {
  if (typeof term === 'number') return term;
  let last: Given | undefined;
  let value = 0;
  return (given) => {
    if (given !== last) {
      value = term(given);
      last = given;
    }
    return value;
  };
}
