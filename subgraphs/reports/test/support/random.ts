/** Returns a random generator with a seed, so that a failure can be reproduced (mulberry32). */
export function randomOf(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (n: number) => Math.floor(next() * n);
  return {
    below,
    oneOf: <T>(values: readonly T[]): T => values[below(values.length)]!,
    shuffled: <T>(values: readonly T[]): T[] => {
      const all = [...values];
      for (let n = all.length - 1; n > 0; n--) {
        const other = below(n + 1);
        [all[n], all[other]] = [all[other]!, all[n]!];
      }
      return all;
    },
  };
}
