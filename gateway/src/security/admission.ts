/**
 * Decides whether a request is admitted: its document is allowed, and neither it nor the variables exceed a
 * limit.
 */

import { BoundedMap } from '@holdfast/kit-base/boundedMap';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { Documents } from './documents/documents.ts';
import { type Analysis, analyseText } from './limits/analyse.ts';
import type { Limits } from './limits/limits.ts';
import { tooComplex } from './limits/tooComplex.ts';
import { checkVariablesSize } from './limits/variablesSize.ts';
import type { Weights } from './limits/weights.ts';

/** The parts of a request as received, unchecked. */
export interface RequestParts {
  readonly query?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
  readonly extensions?: unknown;
}

export interface Admitted {
  /** The document. Undefined when the request has none; its executor then refuses it. */
  readonly text: string | undefined;
}

export interface Admission {
  /** Does no work beyond the limits. @returns an error for a request that is refused. */
  admit(parts: RequestParts): Admitted | GraphQLError;
  /** Returns the estimated cost; undefined when there is no such operation. */
  costOf(text: string, operationName: unknown, variables: unknown): number | undefined;
  /** Measures operations by this schema from now on. */
  measureBy(schema: GraphQLSchema, weights: Weights): void;
}

/** The most documents whose analysis is kept, and the most characters of those documents together. */
const KEPT = { entries: 2_000, size: 8_000_000 };
/** The most operation names kept for one document: further ones are analysed each time. */
const NAMES = 20;

export interface AdmissionOptions {
  readonly documents: Documents;
  readonly limits: Limits;
  /** The items that a list is assumed to have when nothing says how many. */
  readonly listSize: number;
}

export function createAdmission({ documents, limits, listSize }: AdmissionOptions): Admission {
  /** Keyed by document, then by operation name. */
  const known = new BoundedMap<string, Map<string | undefined, Analysis>>({
    ...KEPT,
    sizeOf: (_names, text) => text.length,
  });
  let measures:
    | { readonly schema: GraphQLSchema; readonly weights: Weights; readonly listSize: number }
    | undefined;

  const analysisOf = (text: string, operationName: string | undefined): Analysis | GraphQLError => {
    const before = known.get(text)?.get(operationName);
    if (before) return before;
    if (!measures) throw new Error('There is no API schema yet.');
    const analysis = analyseText(text, operationName, limits, measures);
    if (analysis instanceof GraphQLError) return analysis;
    const names = known.get(text) ?? new Map<string | undefined, Analysis>();
    if (names.size < NAMES) names.set(operationName, analysis);
    known.set(text, names);
    return analysis;
  };

  return {
    admit({ query, operationName, variables, extensions }) {
      const tooLarge = variables ? checkVariablesSize(variables, limits) : undefined;
      if (tooLarge) return tooLarge;
      const text = documents.resolve({ query, extensions });
      if (typeof text !== 'string') return text ?? { text };
      const analysis = analysisOf(text, nameOf(operationName));
      if (analysis instanceof GraphQLError) return analysis;
      const cost = analysis.cost?.(recordOf(variables)) ?? 0;
      return cost > limits.cost ? tooComplex('cost', limits.cost, cost) : { text };
    },
    costOf(text, operationName, variables) {
      const analysis = analysisOf(text, nameOf(operationName));
      return analysis instanceof GraphQLError ? undefined : analysis.cost?.(recordOf(variables));
    },
    measureBy(schema, weights) {
      measures = { schema, weights, listSize };
      known.clear();
    },
  };
}

function nameOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
