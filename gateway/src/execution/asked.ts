import type { Entities } from './entities.ts';
import type { Part } from './requests.ts';

/** What the answer to one fetch is merged into. */
export interface Target extends Entities {
  /** The fetch's. */
  readonly path: readonly string[];
}

/** A part of a request that was sent. */
export interface Asked {
  readonly index: number;
  readonly part: Part;
  readonly targets: readonly Target[];
  /** JSON, without repetition. */
  readonly representations: readonly string[];
}
