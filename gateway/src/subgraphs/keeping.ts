import { CONNECTION_AGE, type Keeping } from '@holdfast/kit-http/keeping';

/** Connections to one subgraph, unless told otherwise. */
export const DEFAULT_KEEPING: Keeping = { most: 128, age: CONNECTION_AGE };
