import type { Entities } from './entities.ts';
import type { Part } from './requests.ts';

/** The objects that one fetch's answer is merged into. */
export interface Target extends Entities {
  /** The path of the fetch. */
  readonly path: readonly string[];
}

/** A part of a request that was sent. */
export interface SentPart {
  readonly index: number;
  readonly part: Part;
  readonly targets: readonly Target[];
  /** JSON, without duplicates. */
  readonly representations: readonly string[];
}
