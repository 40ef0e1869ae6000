import { CONNECTION_AGE, type Keeping } from '@holdfast/kit-http/keeping';

/** How connections to one subgraph are kept by default. */
export const DEFAULT_KEEPING: Keeping = { most: 128, age: CONNECTION_AGE };
