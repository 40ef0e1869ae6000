/**
 * Judges an answer. The judges are:
 *
 * - the oracle, the executor of `@apollo/gateway`: data, and errors by path, code and message, whatever
 *   subgraphs do. It runs the same plans and has its own defects (docs/decisions/0019-compiled-executor.md);
 *   it does not judge what triggers them.
 * - the truth (`truth.ts`): data and the order of keys, unless a subgraph fails in a way that depends on its
 *   requests.
 * - the GraphQL specification (`order.ts`): keys and their order, always.
 * - the executor without HTTP: the answers of a gateway over HTTP, first through Apollo Server and then on
 *   the fast path.
 */
import type { GraphQLSchema } from 'graphql';
import { type Answer, type AnswerDifference, difference, isSame } from './compare.ts';
import type { Operation } from './operations/random.ts';
import { isInOrder } from './order.ts';
import type { Served } from './served/gateway.ts';
import type { Right } from './truth.ts';

/**
 * `truth`: wrong data. `nulls`: an illegal null has no error, or a legal one has one. `http`: other bytes
 * over HTTP. `road`: the operation was sent again and did not take the fast path.
 */
export type Difference = AnswerDifference | 'mutations' | 'order' | 'truth' | 'nulls' | 'http' | 'road';

interface Noted {
  readonly answer: Answer;
  /** The mutations that ran, in order. */
  readonly mutations: readonly string[];
}

export interface Answers {
  readonly actual: Noted;
  /** True when the executor has to report each illegal null. */
  readonly reportsNulls: boolean;
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
      return !answers.reportsNulls || hasNullErrors(right, actual.answer) ? null : 'nulls';
    }
    // An order that the oracle shares is not reported as a difference, even if it is wrong.
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

/**
 * Drops the errors of illegal nulls: `@apollo/gateway` reports them only when nothing else failed, and then
 * each item of a list.
 */
const withoutNulls = (answer: Answer): Answer => ({
  ...answer,
  errors: answer.errors.filter((error) => !isMissing(error)),
});

/**
 * Returns true when each illegal null has an error, from the gateway or from the subgraph that found it, and
 * the gateway reports no other null. Of several fields that make the same object null, one error is enough,
 * and a subgraph may report any of them (GraphQL specification, section 6.4.4).
 */
function hasNullErrors({ nulls }: Right, { data, errors }: Answer): boolean {
  const paths = (some: Answer['errors']) => some.map(({ path = [] }) => path);
  const reported = new Set(paths(errors).map((path) => path.join('.')));
  const answer: unknown = JSON.parse(data ?? 'null');
  const met = new Set(
    paths(errors.filter((error) => !isMissing(error))).map((path) => nullAbove(answer, path)),
  );
  return (
    nulls.every((path) => reported.has(path) || met.has(nullAbove(answer, path.split('.')))) &&
    paths(errors.filter(isMissing)).every((path) => nulls.includes(path.join('.')))
  );
}

/** Returns the place of the null that an error at this path led to, as a path joined by dots. */
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

/**
 * Returns true when the oracle cannot judge: it omits keys, or it threw while it planned or executed, so that
 * there is no data and an error without a path.
 */
function saysNothing(api: GraphQLSchema, operation: Operation, { data, errors }: Answer): boolean {
  const brokeDown =
    data === undefined &&
    errors.some(({ path, extensions }) => !path && extensions?.['code'] === 'INTERNAL_SERVER_ERROR');
  return brokeDown || !isInOrder(api, operation, JSON.parse(data ?? 'null'), { inAnyOrder: true });
}
