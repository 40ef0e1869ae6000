import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');

/**
 * Returns unused memory of this thread to the operating system. V8 does so by itself only while the thread
 * allocates: an idle thread keeps all pages that it ever used. It stops the thread for some 30 ms, so call it
 * only when no request waits.
 */
export const collectGarbage = runInNewContext('gc') as () => void;
