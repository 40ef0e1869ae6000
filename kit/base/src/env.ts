import { z } from 'zod';
import { OperatorError } from './errors.ts';
import { LOG_LEVELS } from './log.ts';

/** Reports all wrong or missing settings in one line. */
export class WrongSettings extends OperatorError {
  override name = 'WrongSettings';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`Wrong settings: ${problems.join('; ')}.`);
    this.problems = problems;
  }
}

/**
 * Reads settings from environment variables. An empty variable counts as not set. A default never replaces a
 * wrong value.
 * @throws WrongSettings, which names every wrong or missing variable in one line, without values because some
 *   are secret.
 */
export function readEnv<T>(schema: z.ZodType<T>, env: NodeJS.ProcessEnv): T {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    // The rest of the path points into the variable's value.
    const name = String(issue.path[0]);
    return given[name] === undefined ? `${name} is not set` : `${name}: ${issue.message}`;
  });
  throw new WrongSettings(problems);
}

/** A TCP port; 0 means any free port. */
export const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port, 0 to 65535')
  .transform(Number)
  .refine((value) => value <= 65_535, 'must be a port, 0 to 65535');

/** A whole number in a range. */
export function wholeNumber(min: number, max: number) {
  const message = `must be a whole number, ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, message);
}

/** A URL with one of the given protocols, for example `['postgres:', 'postgresql:']`. */
export function url(protocols: readonly string[]) {
  return z
    .string()
    .refine(
      (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol),
      `must be a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
    );
}

export const httpUrl = url(['http:', 'https:']);
export const postgresUrl = url(['postgres:', 'postgresql:']);
/** The URL of the event bus, `EVENTS_URL`. */
export const eventsUrl = url(['postgres:', 'postgresql:', 'nats:']);
export const mongoUrl = url(['mongodb:', 'mongodb+srv:']);

/** The settings that every service has. */
export const serviceSettings = {
  HOST: z.string().default('127.0.0.1'),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
};

/**
 * The settings that every subgraph has: its address, the services that it trusts (see `identity.ts`), and its
 * event bus.
 */
export const subgraphSettings = {
  ...serviceSettings,
  PORT: port,
  IDENTITY_TRUST: z.string(),
  EVENTS_URL: eventsUrl.optional(),
};
