/**
 * Who judges what of an answer:
 *
 * - `@apollo/gateway`'s executor, the oracle: data, and errors by path, code and message, whatever subgraphs do. It runs the same plans, and
 *   is wrong in ways of its own (docs/decisions/0019-compiled-executor.md); of supergraphs and operations that meet them it is not asked.
 * - the truth (`truth.ts`): data and the order of keys, where no subgraph fails in a way that only requests know.
 * - the GraphQL specification (`order.ts`): keys and their order, always.
 * - the executor without HTTP: what a gateway of our own sends over it, at first by the long road and then by the short one.
 */
import type { GraphQLSchema } from 'graphql';
import { type Answer, type AnswerDifference, difference, isSame } from './compare.ts';
import type { Operation } from './operations/random.ts';
import { isInOrder } from './order.ts';
import type { Served } from './served/gateway.ts';
import type { Right } from './truth.ts';

/** `truth`: data that is wrong. `nulls`: a null that must not be has no error, or another has one. `http`: other bytes over HTTP. `road`: it came again and did not go the short one. */
export type Difference = AnswerDifference | 'mutations' | 'order' | 'truth' | 'nulls' | 'http' | 'road';

interface Noted {
  readonly answer: Answer;
  /** Those that ran, in order. */
  readonly mutations: readonly string[];
}

export interface Answers {
  readonly actual: Noted;
  /** Whether the executor is to tell of each null that must not be. */
  readonly tellsOfNulls: boolean;
  readonly expected: Noted | null;
  readonly right: Right | null;
  /** The same request twice. */
  readonly served: readonly (Served & Noted)[] | null;
}

export interface Judged {
  readonly difference: Difference | null;
  readonly unjudged: boolean;
  readonly judgedByTruth: boolean;
  readonly refused: boolean;
}

export function judge(api: GraphQLSchema, operation: Operation, answers: Answers): Judged {
  const { actual, expected, right } = answers;
  const refused = isRefused(actual.answer);
  const unjudged = expected === null || saysNothing(api, operation, expected.answer);
  const judgedByTruth = right !== null && !refused && actual.answer.status === 200;

  function byOracle(): Difference | null {
    if (unjudged) return null;
    return (
      difference(withoutNulls(expected.answer), withoutNulls(actual.answer)) ??
      (expected.mutations.join('\n') === actual.mutations.join('\n') ? null : 'mutations')
    );
  }

  function bySpecification(): Difference | null {
    const { data } = actual.answer;
    if (judgedByTruth) {
      if (data !== right.data) return 'truth';
      return !answers.tellsOfNulls || isTold(right, actual.answer) ? null : 'nulls';
    }
    // What it shares with the oracle is not told as a difference, though it be wrong.
    if (data === undefined || data === expected?.answer.data) return null;
    return isInOrder(api, operation, JSON.parse(data)) ? null : 'order';
  }

  return {
    difference: byOracle() ?? bySpecification() ?? byHttp(answers),
    unjudged,
    judgedByTruth,
    refused,
  };
}

function byHttp({ actual, served }: Answers): Difference | null {
  for (const { answer, mutations } of served ?? []) {
    if (!isSame(actual.answer, answer) || mutations.join('\n') !== actual.mutations.join('\n')) return 'http';
  }
  const answered = actual.answer.status === 200 && actual.answer.data !== undefined;
  return served && answered && served.at(-1)?.road !== 'short' ? 'road' : null;
}

const isMissing = ({ extensions }: Answer['errors'][number]) => extensions?.['code'] === 'MISSING_VALUE';

/** `@apollo/gateway` tells of nulls that must not be where nothing else went wrong, and then of each item of a list. */
const withoutNulls = (answer: Answer): Answer => ({
  ...answer,
  errors: answer.errors.filter((error) => !isMissing(error)),
});

/**
 * Each null that must not be has its error, from the gateway or the subgraph that met it; the gateway has none for another. Of fields
 * that each cost the same object, one error is enough, and which of them a subgraph met is its own affair (GraphQL specification, section 6.4.4).
 */
function isTold({ nulls }: Right, { data, errors }: Answer): boolean {
  const paths = (some: Answer['errors']) => some.map(({ path = [] }) => path);
  const told = new Set(paths(errors).map((path) => path.join('.')));
  const answer: unknown = JSON.parse(data ?? 'null');
  const met = new Set(
    paths(errors.filter((error) => !isMissing(error))).map((path) => nullAbove(answer, path)),
  );
  return (
    nulls.every((path) => told.has(path) || met.has(nullAbove(answer, path.split('.')))) &&
    paths(errors.filter(isMissing)).every((path) => nulls.includes(path.join('.')))
  );
}

/** The place of the null that an error at this path came to, as a path joined by dots. */
function nullAbove(data: unknown, path: readonly (string | number)[]): string {
  let value = data;
  let depth = 0;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) break;
    value = (value as Record<string | number, unknown>)[key];
    depth++;
  }
  return path.slice(0, depth).join('.');
}

const isRefused = ({ errors }: Answer) =>
  errors.some(({ extensions }) => extensions?.['code'] === 'QUERY_PLAN_UNSUPPORTED');

/** The oracle left keys out, or has a defect that is thrown while it plans or executes: no data, and an error that is at no field. */
function saysNothing(api: GraphQLSchema, operation: Operation, { data, errors }: Answer): boolean {
  const brokeDown =
    data === undefined &&
    errors.some(({ path, extensions }) => !path && extensions?.['code'] === 'INTERNAL_SERVER_ERROR');
  return brokeDown || !isInOrder(api, operation, JSON.parse(data ?? 'null'), { inAnyOrder: true });
}
