import { type ConnectionPolicy, MAX_CONNECTION_AGE } from '@holdfast/kit-http/connectionPolicy';

/** How connections to one subgraph are kept by default. */
export const DEFAULT_CONNECTION_POLICY: ConnectionPolicy = {
  maxConnections: 128,
  maxAge: MAX_CONNECTION_AGE,
};
