/** Reduces a difference, so that a reader sees what it is about. */
import { parse, validate } from 'graphql';
import { planOf } from './faults.ts';
import type { Operation } from './operations/random.ts';
import { smallerDocuments } from './operations/smaller.ts';
import type { Found } from './run.ts';
import type { Stage } from './stage.ts';

/** The most operations to try. */
const TRIES = 1_500;

/** @returns the smallest case found that still has the same kind of difference; the name stays. */
export async function shrink(stage: Stage, found: Found): Promise<Found> {
  let best = found;
  let tries = 0;

  /** Returns true and keeps the change when it still shows the difference. */
  async function keeps(change: Partial<Found>): Promise<boolean> {
    if (tries++ > TRIES) return false;
    const candidate = { ...best, ...change };
    const { difference, text } = await stage.run({
      ...candidate,
      faults: planOf(candidate.faults),
      overHttp: true,
    });
    if (difference !== found.difference) return false;
    best = { ...candidate, text };
    return true;
  }

  for (let again = true; again; ) {
    again = await withoutFaults(best, keeps);
    for (const query of smallerDocuments(() => best.operation.query)) {
      const operation = tidyOperation(stage, { query, variables: best.operation.variables });
      if (operation && (await keeps({ operation }))) again = true;
    }
    for (const name of Object.keys(best.operation.variables)) {
      const { [name]: _, ...variables } = best.operation.variables;
      if (await keeps({ operation: { ...best.operation, variables } })) again = true;
    }
  }
  return best;
}

async function withoutFaults(
  { faults }: Found,
  keeps: (change: Partial<Found>) => Promise<boolean>,
): Promise<boolean> {
  let { subgraphs, fields } = faults;
  let again = false;
  for (const name of Object.keys(subgraphs)) {
    const { [name]: _, ...less } = subgraphs;
    if (!(await keeps({ faults: { subgraphs: less, fields } }))) continue;
    subgraphs = less;
    again = true;
  }
  for (const place of Object.keys(fields)) {
    const { [place]: _, ...less } = fields;
    if (!(await keeps({ faults: { subgraphs, fields: less } }))) continue;
    fields = less;
    again = true;
  }
  return again;
}

/** Returns the operation without the values of removed variables; null when it is invalid. */
function tidyOperation({ composed }: Stage, { query, variables }: Operation): Operation | null {
  if (validate(composed.api, parse(query)).length > 0) return null;
  const used = Object.entries(variables).filter(([name]) => query.includes(`$${name}:`));
  return { query, variables: Object.fromEntries(used) };
}
