/**
 * Decides which overrides with a label are in force for a request (Apollo Federation 2.7, "Incremental migration with progressive
 * `@override`"): why so is in docs/decisions/0025-progressive-override.md.
 */
import type { Log } from '@holdfast/kit-base/log';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { readOverrideLabels } from './relevantLabels.ts';

export interface OverrideSettings {
  /** Labels that are in force for all requests; `percent(…)` is decided by itself. */
  readonly labels: readonly string[];
  /** From 0 up to, and without, 1. Asked once for each request that a share decides on, and for no other. */
  readonly random: () => number;
}

/** What was decided for a request. */
export interface InForce {
  readonly labels: readonly string[];
  /** Tells the decisions on one operation apart; empty where there is only one. */
  readonly key: string;
}

export interface Overrides {
  /** To be asked once for each request. */
  decide(document: DocumentNode, operation: OperationDefinitionNode): InForce;
}

/** Decisions on one operation: from the one in which all shares are in force to that in which none is. */
interface Decisions {
  /** Between 0 and 1, ascending: each is the share of one label or more. */
  readonly shares: readonly number[];
  /** One more than there are shares. */
  readonly outcomes: readonly InForce[];
}

/**
 * @param sdl a supergraph.
 * @returns null when it overrides nothing with a label: then there is nothing to decide.
 */
export function createOverrides(
  sdl: string,
  { labels, random }: OverrideSettings,
  log: Log,
): Overrides | null {
  const known = readOverrideLabels(sdl);
  const unknown = labels.filter((label) => !known?.all.has(label));
  if (unknown.length > 0)
    log.warn(
      { labels: unknown },
      `OVERRIDE_LABELS has what no override of the supergraph has: ${unknown.join(', ')}`,
    );
  if (!known) return null;
  const decided = new WeakMap<OperationDefinitionNode, Decisions>();
  const decisionsOn = (document: DocumentNode, operation: OperationDefinitionNode): Decisions => {
    const before = decided.get(operation);
    if (before) return before;
    const made = decisionsOf([...known.concerned(document, operation)].sort(), new Set(labels));
    decided.set(operation, made);
    return made;
  };
  return {
    decide(document, operation) {
      const { shares, outcomes } = decisionsOn(document, operation);
      const drawn = shares.length === 0 ? 0 : random();
      // One number for all shares: so many labels make as many plans and one, and not two to the power of that.
      const outcome = outcomes[shares.filter((share) => share <= drawn).length];
      if (!outcome) throw new Error('There is no outcome for a number.');
      return outcome;
    },
  };
}

function decisionsOf(concerned: readonly string[], chosen: ReadonlySet<string>): Decisions {
  const shareOf = (label: string) => shareIn(label) ?? (chosen.has(label) ? 1 : 0);
  const between = concerned.map(shareOf).filter((share) => share > 0 && share < 1);
  const shares = [...new Set(between)].sort((a, b) => a - b);
  const outcomes = [...shares, 1].map((least, index) => ({
    labels: concerned.filter((label) => shareOf(label) >= least),
    key: shares.length === 0 ? '' : `%${index}`,
  }));
  return { shares, outcomes };
}

/** As `@apollo/composition` takes it: up to 100, with eight decimals at most. */
const PERCENT = /^percent\((\d{1,2}(?:\.\d{1,8})?|100)\)$/;

/** Between 0 and 1; null for a label that is none of these. */
function shareIn(label: string): number | null {
  const [, percent] = PERCENT.exec(label) ?? [];
  return percent === undefined ? null : Number(percent) / 100;
}
