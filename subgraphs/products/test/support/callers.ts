import type { Caller } from '@holdfast/kit-base/identity';
import { newUuid } from '@holdfast/kit-base/ids';
import type { Role } from '@holdfast/kit-base/scopes';
import type { Editor } from '../../src/products/domain/ownership.ts';

export const ANONYMOUS: Caller = { service: 'gateway', user: null };

export const callerOf = (id: string, ...roles: Role[]): Caller => ({
  service: 'gateway',
  user: { id, roles },
});

/** An editor who may change everything, for use cases that are called directly. */
export const STAFF: Editor = {
  user: { id: newUuid(), roles: ['STAFF'] },
  scopes: new Set(['catalogue:own', 'catalogue:all']),
};
