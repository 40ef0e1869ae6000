import { seeded } from '../support/things.ts';

/** Random choices that depend only on a seed. */
export interface Dice {
  below(limit: number): number;
  /** Returns true with this probability in percent. */
  chance(percent: number): boolean;
  one<T>(from: readonly [T, ...T[]] | readonly T[]): T;
  /** Returns each item with this probability in percent, and at least one if there are any. */
  some<T>(from: readonly T[], percent: number): T[];
}

export function createDice(seed: number): Dice {
  const below = seeded(seed);
  const one = <T>(from: readonly T[]): T => {
    const value = from[below(from.length)];
    if (value === undefined) throw new Error('There is nothing to choose from.');
    return value;
  };
  return {
    below,
    chance: (percent) => below(100) < percent,
    one,
    some(from, percent) {
      const chosen = from.filter(() => below(100) < percent);
      return chosen.length > 0 || from.length === 0 ? chosen : [one(from)];
    },
  };
}
