import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Executor,
  type Federation,
  type Question,
  type Subgraphs,
  startFederation,
} from './federation.ts';

/** A request of a client, and the expected answer. */
export interface Case extends Question {
  readonly data: unknown;
  /** The codes of all errors, by executor when they differ; none by default. */
  readonly codes?: readonly string[] | Readonly<Record<Executor, readonly string[]>>;
  /** The path of each error, joined by dots. */
  readonly paths?: readonly string[];
  /** The executors that answer it correctly; all by default. */
  readonly executors?: readonly Executor[];
}

const EXECUTORS = ['compiled', 'apollo'] as const;

/** Declares a test for each case and executor; all of them share one federation. */
export function check(subgraphs: Subgraphs, cases: Readonly<Record<string, Case>>): void {
  let federation: Federation;
  beforeAll(async () => {
    federation = await startFederation(subgraphs, EXECUTORS);
  });
  afterAll(() => federation[Symbol.asyncDispose]());

  for (const executor of EXECUTORS) {
    const own = Object.entries(cases).filter(([, { executors = EXECUTORS }]) => executors.includes(executor));
    describe(`by the executor ${executor}`, () => {
      test.each(own)('%s', async (_, { data, codes = [], paths, ...question }) => {
        const answer = await federation.ask(executor, question);
        expect(codesOf(answer)).toEqual('compiled' in codes ? codes[executor] : codes);
        expect(answer.data ?? null).toEqual(data);
        if (paths) expect(answer.errors?.map(({ path }) => path?.join('.')).sort()).toEqual(paths);
      });
    });
  }
}

const codesOf = ({ errors = [] }: Awaited<ReturnType<Federation['ask']>>) =>
  errors.map(({ extensions, message }) => extensions?.['code'] ?? message);

/** Creates a resolver of references by one of their fields. */
export const by =
  <Field extends string>(field: Field, things: readonly Readonly<Record<string, unknown>>[]) =>
  (reference: Readonly<Record<Field, unknown>>) =>
    things.find((thing) => thing[field] === reference[field]) ?? null;
