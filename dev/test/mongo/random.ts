import { Binary, Double, ObjectId, Timestamp } from 'bson';
import type { Doc, Value } from '../../src/mongo/bson/values.ts';

export interface Random {
  /** Returns a number from 0 up to, not including, 1. */
  next(): number;
  below(limit: number): number;
  pick<T>(choices: readonly T[]): T;
}

/** Returns mulberry32, which yields the same numbers in every run with a seed. */
export function seeded(seed: number): Random {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    pick<T>(choices: readonly T[]): T {
      return choices[below(choices.length)] as T;
    },
  };
}

const numbers = [
  0,
  1,
  -1,
  2,
  255,
  256,
  -256,
  2 ** 31 - 1,
  -(2 ** 31),
  0n,
  1n,
  -1n,
  2n ** 53n,
  2n ** 53n + 1n,
  -(2n ** 53n) - 1n,
  2n ** 62n + 1n,
  2n ** 63n - 1n,
  -(2n ** 63n),
  2n ** 63n - 512n,
  new Double(0),
  new Double(-0),
  new Double(0.5),
  new Double(-0.5),
  new Double(2 ** 53),
  new Double(2 ** 63),
  new Double(1e300),
  new Double(-1e300),
  new Double(5e-324),
  new Double(Number.NaN),
  new Double(Number.POSITIVE_INFINITY),
  new Double(Number.NEGATIVE_INFINITY),
];
const strings = ['', 'a', 'b', 'ab', 'a\0', 'a\0b', 'a\x01', 'Z', 'ä', '\uffff', '😀', 'z'.repeat(20)];

/** Returns any value, with the edge cases of each type far more often than chance would. */
export function randomValue(random: Random, depth = 2): Value {
  const kind = random.below(depth > 0 ? 12 : 9);
  switch (kind) {
    case 0:
    case 1:
      return random.pick(numbers);
    case 2:
      return random.below(100) - 50;
    case 3:
      return random.pick(strings);
    case 4:
      return random.pick([null, true, false, undefined]);
    case 5:
      return new Date(random.pick([0, -1, 1, 8.64e15, random.below(1e9)]));
    case 6:
      return new ObjectId(random.below(5).toString(16).padStart(24, '0'));
    case 7:
      return new Binary(Buffer.from(random.pick(strings)), random.pick([0, 5]));
    case 8:
      return new Timestamp({ t: random.below(3), i: random.below(3) });
    case 9:
      return Array.from({ length: random.below(3) }, () => randomValue(random, depth - 1));
    default: {
      const doc: Doc = {};
      for (let i = random.below(3); i > 0; i--)
        doc[random.pick(['a', 'b', 'c', 'aa'])] = randomValue(random, depth - 1);
      return doc;
    }
  }
}
