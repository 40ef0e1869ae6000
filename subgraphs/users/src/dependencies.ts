import type { Clock, NewId } from '@holdfast/kit-base/clock';
import type { Log } from '@holdfast/kit-base/log';
import type { Collections } from './database/collections.ts';
import type { Limits } from './limits/limits.ts';
import type { SignAccessToken } from './tokens/accessToken.ts';
import type { RandomBytes } from './tokens/domain/secretToken.ts';

/** The dependencies of all use cases; each of them takes only those that it needs. */
export interface Dependencies extends Collections {
  readonly clock: Clock;
  readonly newId: NewId;
  readonly randomBytes: RandomBytes;
  readonly signAccessToken: SignAccessToken;
  readonly limits: Limits;
  readonly log: Log;
}
