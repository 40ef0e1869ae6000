import type { Monotonic } from '@holdfast/kit-base/clock';
import { GraphQLError } from 'graphql';
import type { CompiledOperation, Executed } from './compile.ts';
import type { Ask } from './run.ts';
import type { SentPart } from './sentPart.ts';
import type { Trace, TracedFetch } from './trace.ts';

export interface Traced {
  readonly made: CompiledOperation;
  readonly executed: Executed;
  readonly trace: Trace;
}

/**
 * Plans and executes an operation, and measures both. Rejects as they do.
 * @param compile returns a cached operation synchronously.
 */
export async function executeTraced(
  compile: () => CompiledOperation | Promise<CompiledOperation>,
  variables: Readonly<Record<string, unknown>>,
  ask: Ask,
  now: Monotonic,
): Promise<Traced> {
  const began = now();
  const elapsed = () => now() - began;
  const compiling = compile();
  const made = await compiling;
  const planning = { milliseconds: rounded(elapsed()), cached: made === compiling };
  const tracing = traceFetches(ask, elapsed);
  const executed = await made.execute(variables, tracing.ask);
  return { made, executed, trace: { planning, fetches: tracing.fetches() } };
}

interface FetchTracing {
  /** Sends requests with the given `ask`. */
  readonly ask: Ask;
  /** The requests that have ended so far. */
  fetches(): readonly TracedFetch[];
}

/**
 * Traces an operation's requests to subgraphs. A request that is retried, or shared with another operation,
 * is one fetch.
 * @param elapsed milliseconds since the operation began.
 */
function traceFetches(ask: Ask, elapsed: Monotonic): FetchTracing {
  const traced: TracedFetch[] = [];
  return {
    fetches: () => traced.toSorted((a, b) => a.start - b.start),
    async ask(subgraph, kind, body, idempotent, sent) {
      const start = elapsed();
      const end = (error: string | undefined) =>
        traced.push({
          subgraph,
          ...sentOf(sent),
          start: rounded(start),
          milliseconds: rounded(elapsed() - start),
          ...(error !== undefined && { error }),
        });
      try {
        const answer = await ask(subgraph, kind, body, idempotent, sent);
        const [first] = answer.errors ?? [];
        end(first && codeIn(first.extensions));
        return answer;
      } catch (error) {
        end(codeIn(error instanceof GraphQLError ? error.extensions : undefined));
        throw error;
      }
    },
  };
}

function sentOf(sent: readonly SentPart[]): Pick<TracedFetch, 'paths' | 'representations'> {
  const paths = new Set(sent.flatMap(({ targets }) => targets.map(({ path }) => path.join('.'))));
  const representations = sent.reduce((sum, each) => sum + each.representations.length, 0);
  return { paths: [...paths], ...(representations > 0 && { representations }) };
}

/** An error without a code is a defect. */
function codeIn(extensions: Readonly<Record<string, unknown>> | undefined): string {
  const code = extensions?.['code'];
  return typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR';
}

/** Rounds to microseconds, which is precise enough for a reader. */
function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
