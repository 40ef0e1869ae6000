import { subgraphTimeout } from '@holdfast/kit/errors';

/**
 * Waits for what somebody else does, and no longer than this, whether they heed it or not.
 * @param who is named in the fault.
 * @throws SUBGRAPH_TIMEOUT when the time is over: it may be done or not, and may be done yet.
 */
export async function inTime<T>(who: string, milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(subgraphTimeout(who)), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
