/**
 * Decides which overrides with a label are in force for a request (Apollo Federation 2.7, "Incremental
 * migration with progressive `@override`"). docs/decisions/0025-progressive-override.md has the reasons.
 */
import type { Log } from '@holdfast/kit-base/log';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { readOverrideLabels } from './relevantLabels.ts';

export interface OverrideSettings {
  /** The labels that are in force for all requests, besides those of the form `percent(…)`. */
  readonly labels: readonly string[];
  /**
   * Returns a number from 0 up to but not including 1. Called once for each request that a share decides on.
   */
  readonly random: () => number;
}

/** The decision for a request. */
export interface InForce {
  readonly labels: readonly string[];
  /** Distinguishes the decisions on one operation; empty when there is only one. */
  readonly key: string;
}

export interface Overrides {
  /** Decides for one request; call it once. */
  decide(document: DocumentNode, operation: OperationDefinitionNode): InForce;
}

/**
 * The possible decisions on one operation, from the one in which all shares are in force to the one in which
 * none is.
 */
interface Decisions {
  /** The shares of the labels, between 0 and 1, ascending and distinct. */
  readonly shares: readonly number[];
  /** One more than there are shares. */
  readonly outcomes: readonly InForce[];
}

/**
 * @param sdl a supergraph.
 * @returns null when it has no override with a label, so that there is nothing to decide.
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
      `OVERRIDE_LABELS names labels that no override of the supergraph has: ${unknown.join(', ')}`,
    );
  if (!known) return null;
  const decided = new WeakMap<OperationDefinitionNode, Decisions>();
  const decisionsOn = (document: DocumentNode, operation: OperationDefinitionNode): Decisions => {
    const before = decided.get(operation);
    if (before) return before;
    const made = decisionsOf([...known.relevant(document, operation)].sort(), new Set(labels));
    decided.set(operation, made);
    return made;
  };
  return {
    decide(document, operation) {
      const { shares, outcomes } = decisionsOn(document, operation);
      const drawn = shares.length === 0 ? 0 : random();
      // One number decides on all shares: n labels make n + 1 plans instead of 2 to the power of n.
      const outcome = outcomes[shares.filter((share) => share <= drawn).length];
      if (!outcome) throw new Error('There is no outcome for a number.');
      return outcome;
    },
  };
}

function decisionsOf(relevant: readonly string[], chosen: ReadonlySet<string>): Decisions {
  const shareOf = (label: string) => shareIn(label) ?? (chosen.has(label) ? 1 : 0);
  const between = relevant.map(shareOf).filter((share) => share > 0 && share < 1);
  const shares = [...new Set(between)].sort((a, b) => a - b);
  const outcomes = [...shares, 1].map((least, index) => ({
    labels: relevant.filter((label) => shareOf(label) >= least),
    key: shares.length === 0 ? '' : `%${index}`,
  }));
  return { shares, outcomes };
}

/** The percentages that `@apollo/composition` accepts: up to 100, with at most eight decimals. */
const PERCENT = /^percent\((\d{1,2}(?:\.\d{1,8})?|100)\)$/;

/** Returns the share of a label, between 0 and 1; null for a label without one. */
function shareIn(label: string): number | null {
  const [, percent] = PERCENT.exec(label) ?? [];
  return percent === undefined ? null : Number(percent) / 100;
}
