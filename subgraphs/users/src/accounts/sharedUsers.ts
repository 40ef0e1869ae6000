import { sharedReadsById } from '@holdfast/kit-base/sharedReads';
import { findUsers } from './queries.ts';

/** Returns how a process reads users: for all requests together. */
export const sharedUsers = sharedReadsById('users', findUsers);
