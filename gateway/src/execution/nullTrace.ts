import type { ErrorCode } from '@holdfast/kit-base/errors';
import { GraphQLError } from 'graphql';
import type { Data } from './merge.ts';

/** The nulls that already have an error. */
export interface ReportedErrors {
  readonly errors: readonly GraphQLError[];
  /** Objects that lack data for which there already is an error. */
  readonly reported: ReadonlySet<Data>;
}

/** The field that is being written. */
interface CurrentField {
  readonly coordinate: string;
  readonly depth: number;
}

export const MISSING_VALUE: ErrorCode = 'MISSING_VALUE';

/**
 * Collects the errors of illegal nulls while a response is written: one for each place that became null
 * because of them, at the first field without a value (GraphQL specification, section 6.4.4). A null that a
 * subgraph's error explains gets no second one.
 */
export class NullTrace {
  readonly errors: GraphQLError[] = [];
  readonly #objects: ReportedErrors['reported'];
  /** The path of each reported error, and all prefixes of it. */
  readonly #paths: ReadonlySet<string>;
  readonly #path: (string | number)[] = [];
  #at: CurrentField = { coordinate: '', depth: 0 };
  /** True while a null propagates that already has an error. */
  #raised = false;

  constructor({ errors, reported }: ReportedErrors) {
    this.#objects = reported;
    this.#paths = new Set(errors.flatMap(({ path = [] }) => path.map((_, n) => keyOf(path.slice(0, n + 1)))));
  }

  /** @returns the enclosing field, for `leave`. */
  enter(key: string, coordinate: string): CurrentField {
    const outer = this.#at;
    this.#path.push(key);
    this.#at = { coordinate, depth: this.#path.length };
    return outer;
  }

  leave(outer: CurrentField): void {
    this.#path.length = this.#at.depth - 1;
    this.#at = outer;
  }

  enterItem(index: number): void {
    this.#path.push(index);
  }

  leaveItem(): void {
    this.#path.pop();
  }

  /** Reports null in a non-null place. @param owner the object with the field; null for an item of a list. */
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

  /** Ends the propagation at a place that may be null. */
  settle(): void {
    this.#raised = false;
  }
}

const keyOf = (path: readonly (string | number)[]) => path.join('.');
