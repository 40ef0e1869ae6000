/** Passes when it was called `parties` times: all of a race then go on at once. */
export function barrier(parties: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let waiting = 0;
  return () => {
    if (++waiting === parties) resolve();
    return promise;
  };
}
