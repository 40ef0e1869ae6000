/**
 * Returns a function whose promises resolve on its `parties`-th call, so that all parties of a race proceed
 * at once.
 */
export function barrier(parties: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let waiting = 0;
  return () => {
    if (++waiting === parties) resolve();
    return promise;
  };
}
