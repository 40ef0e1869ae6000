import type { ErrorCode } from '@holdfast/kit-base/errors';
import { GraphQLError } from 'graphql';
import type { Data } from './merge.ts';

/** What is known of nulls already. */
export interface Told {
  readonly errors: readonly GraphQLError[];
  /** Objects of which something is missing that an error tells of. */
  readonly told: ReadonlySet<Data>;
}

/** A field that is being written. */
interface At {
  readonly coordinate: string;
  readonly depth: number;
}

export const MISSING_VALUE: ErrorCode = 'MISSING_VALUE';

/**
 * Finds the errors of nulls that must not be, while an answer is written: one for each place that became null for them, at the
 * first field that has none (GraphQL specification, section 6.4.4). What a subgraph's error tells of gets no second one.
 */
export class NullTrace {
  readonly errors: GraphQLError[] = [];
  readonly #objects: Told['told'];
  /** Each path of an error that is told, and each way to it. */
  readonly #paths: ReadonlySet<string>;
  readonly #path: (string | number)[] = [];
  #at: At = { coordinate: '', depth: 0 };
  /** Whether the null on its way up has an error. */
  #raised = false;

  constructor({ errors, told }: Told) {
    this.#objects = told;
    this.#paths = new Set(errors.flatMap(({ path = [] }) => path.map((_, n) => keyOf(path.slice(0, n + 1)))));
  }

  /** @returns what `leave` takes. */
  enter(key: string, coordinate: string): At {
    const outer = this.#at;
    this.#path.push(key);
    this.#at = { coordinate, depth: this.#path.length };
    return outer;
  }

  leave(outer: At): void {
    this.#path.length = this.#at.depth - 1;
    this.#at = outer;
  }

  enterItem(index: number): void {
    this.#path.push(index);
  }

  leaveItem(): void {
    this.#path.pop();
  }

  /** Null stands where it must not. @param owner whose field it is; null for an item of a list. */
  raise(owner: Data | null): void {
    if (this.#raised) return;
    this.#raised = true;
    if ((owner && this.#objects.has(owner)) || this.#paths.has(keyOf(this.#path))) return;
    this.errors.push(
      new GraphQLError(`Cannot return null for non-nullable field ${this.#at.coordinate}.`, {
        path: [...this.#path],
        extensions: { code: MISSING_VALUE },
      }),
    );
  }

  /** Null stands where it may: what went up ends here. */
  settle(): void {
    this.#raised = false;
  }
}

const keyOf = (path: readonly (string | number)[]) => path.join('.');
