/** How the test and the orders process communicate: by files in a folder and by the keys of orders. */
import { join } from 'node:path';

/** A point that an order reached. */
export interface Seen {
  readonly key: string;
  /** The number of points that the order reached before, in this process. */
  readonly n: number;
  readonly name: string;
  readonly isHeld: boolean;
}

export interface Aim {
  readonly scenario: string;
  /** The number of the point at which the order is held; null for a run that only records them. */
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
