import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');

/**
 * Gives back the memory of what is not needed any more, of this thread. V8 does so by itself only while it is given more to do: a thread that
 * rests keeps the pages of all that it has used up. It stops the thread for some 30 ms, so it is for moments when nobody waits.
 */
export const collectGarbage = runInNewContext('gc') as () => void;
