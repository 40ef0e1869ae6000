import { sharedReadsById } from '@holdfast/kit-base/sharedReads';
import { findSessions } from './queries.ts';

/** Returns how a process reads sessions: for all requests together, such as those of many tabs that wake at once. */
export const sharedSessions = sharedReadsById('sessions', findSessions);
