/** The settings of all limits, such as `LIMIT_DEPTH=30`; `0` or `off` for none. */
import { z } from 'zod';
import { DEFAULT_LIMITS, DEFAULT_LIST_SIZE, type Limits } from './security/limits/limits.ts';
import { type ConnectionLimits, DEFAULT_CONNECTION_LIMITS } from './subscriptions/connections.ts';

/** The largest request in bytes. */
const BODY = 262_144;
/** The HTTP server's value for no limit. */
const NO_BODY_LIMIT = 2_147_483_647;

const limit = z
  .string()
  .regex(/^(off|\d{1,9})$/, 'must be a whole number below 1000000000, or off')
  .transform((value) => (value === 'off' || Number(value) === 0 ? Number.POSITIVE_INFINITY : Number(value)))
  .optional();

export const limitSettings = {
  LIMITS: z.enum(['on', 'off'], 'must be on or off').default('on'),
  LIMIT_BODY: limit,
  LIMIT_DOCUMENT_LENGTH: limit,
  LIMIT_TOKENS: limit,
  LIMIT_DEPTH: limit,
  LIMIT_FIELDS: limit,
  LIMIT_ALIASES: limit,
  LIMIT_ROOT_FIELDS: limit,
  LIMIT_DIRECTIVES: limit,
  LIMIT_DIRECTIVES_PER_PLACE: limit,
  LIMIT_FRAGMENTS: limit,
  LIMIT_COST: limit,
  LIMIT_VARIABLE_KEYS: limit,
  LIMIT_VARIABLE_DEPTH: limit,
  LIMIT_LIST_LENGTH: limit,
  LIMIT_STRING_LENGTH: limit,
  LIMIT_CONNECTIONS: limit,
  LIMIT_CONNECTIONS_PER_ADDRESS: limit,
  LIMIT_OPERATIONS_PER_CONNECTION: limit,
  COST_LIST_SIZE: z
    .string()
    .regex(/^\d{1,6}$/, 'must be a whole number, 0 to 999999')
    .transform(Number)
    .default(DEFAULT_LIST_SIZE),
};

type Given = z.infer<z.ZodObject<typeof limitSettings>>;

/**
 * Returns each limit as it was set, otherwise its default. With `LIMITS=off`, limits that were not set are
 * off.
 */
export function readLimits(given: Given) {
  const or = (value: number | undefined, standard: number) =>
    value ?? (given.LIMITS === 'off' ? Number.POSITIVE_INFINITY : standard);
  const connections = DEFAULT_CONNECTION_LIMITS;
  const limits: Limits = {
    documentLength: or(given.LIMIT_DOCUMENT_LENGTH, DEFAULT_LIMITS.documentLength),
    tokens: or(given.LIMIT_TOKENS, DEFAULT_LIMITS.tokens),
    depth: or(given.LIMIT_DEPTH, DEFAULT_LIMITS.depth),
    fields: or(given.LIMIT_FIELDS, DEFAULT_LIMITS.fields),
    aliases: or(given.LIMIT_ALIASES, DEFAULT_LIMITS.aliases),
    rootFields: or(given.LIMIT_ROOT_FIELDS, DEFAULT_LIMITS.rootFields),
    directives: or(given.LIMIT_DIRECTIVES, DEFAULT_LIMITS.directives),
    directivesPerPlace: or(given.LIMIT_DIRECTIVES_PER_PLACE, DEFAULT_LIMITS.directivesPerPlace),
    fragments: or(given.LIMIT_FRAGMENTS, DEFAULT_LIMITS.fragments),
    cost: or(given.LIMIT_COST, DEFAULT_LIMITS.cost),
    variableKeys: or(given.LIMIT_VARIABLE_KEYS, DEFAULT_LIMITS.variableKeys),
    variableDepth: or(given.LIMIT_VARIABLE_DEPTH, DEFAULT_LIMITS.variableDepth),
    listLength: or(given.LIMIT_LIST_LENGTH, DEFAULT_LIMITS.listLength),
    stringLength: or(given.LIMIT_STRING_LENGTH, DEFAULT_LIMITS.stringLength),
  };
  const connectionLimits: ConnectionLimits = {
    connections: or(given.LIMIT_CONNECTIONS, connections.connections),
    connectionsPerAddress: or(given.LIMIT_CONNECTIONS_PER_ADDRESS, connections.connectionsPerAddress),
    operationsPerConnection: or(given.LIMIT_OPERATIONS_PER_CONNECTION, connections.operationsPerConnection),
  };
  const bodyLimit = Math.min(or(given.LIMIT_BODY, BODY), NO_BODY_LIMIT);
  return { limits, connectionLimits, bodyLimit, listSize: given.COST_LIST_SIZE };
}
