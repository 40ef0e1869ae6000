/** The name of a measurement, and a function that returns its operations per second. */
export type Contender = readonly [name: string, measure: () => Promise<number>];

/** Measures all contenders in turn, round by round. Prints medians and the first one's ratio to each. */
export async function compare(
  title: string,
  contenders: readonly Contender[],
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<void> {
  const results = contenders.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [n, [, measure]] of contenders.entries()) results[n]?.push(await measure());
  }
  print(`${title}: median of ${rounds} rounds of ${seconds} s`);
  const [[winner] = ['']] = contenders;
  const first = median(results[0] ?? []);
  for (const [n, [name]] of contenders.entries()) {
    const each = median(results[n] ?? []);
    const ratio = n === 0 ? '' : `${winner} is ${(first / each).toFixed(1)} times as fast`;
    print(`  ${name.padEnd(44)} ${each.toFixed(0).padStart(7)} /s  ${ratio}`);
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
