import type { Clock, NewId } from '@holdfast/kit-base/clock';
import type { Log } from '@holdfast/kit-base/log';
import type { SignAccessToken } from './accessToken.ts';
import type { RandomBytes } from './domain/secretToken.ts';
import type { Limits } from './limits.ts';
import type { Collections } from './store/collections.ts';

/** What the use cases need. */
export interface Dependencies extends Collections {
  readonly clock: Clock;
  readonly newId: NewId;
  readonly randomBytes: RandomBytes;
  readonly signAccessToken: SignAccessToken;
  readonly limits: Limits;
  readonly log: Log;
}
