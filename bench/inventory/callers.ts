/** Runs this many callers, each of which calls again once it is answered. @returns answers per second. */
export async function callersFor(
  { callers, seconds }: { callers: number; seconds: number },
  ask: () => Promise<void>,
): Promise<number> {
  const start = performance.now();
  const until = start + seconds * 1000;
  let answers = 0;
  const caller = async () => {
    while (performance.now() < until) {
      await ask();
      answers++;
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return (answers / (performance.now() - start)) * 1000;
}
