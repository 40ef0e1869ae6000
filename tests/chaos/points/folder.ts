/** What the test and the orders process tell each other, by files in a folder and by the keys of orders. */
import { join } from 'node:path';

/** A point that an order came to. */
export interface Seen {
  readonly key: string;
  /** How many it came to before in this process. */
  readonly n: number;
  readonly name: string;
  readonly isHeld: boolean;
}

export interface Aim {
  readonly scenario: string;
  /** The number of the point where it is held; null for a run that only notes them. */
  readonly point: number | null;
}

export const seenFile = (folder: string) => join(folder, 'seen');
export const armedFile = (folder: string) => join(folder, 'armed');

export function keyOf({ scenario, point }: Aim): string {
  return `point ${scenario} at ${point ?? 'none'}`;
}

export function readKey(key: string): Aim | undefined {
  const [, scenario, point] = /^point (.+) at (\d+|none)$/.exec(key) ?? [];
  if (scenario === undefined) return undefined;
  return { scenario, point: point === 'none' ? null : Number(point) };
}
