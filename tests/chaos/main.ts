/**
 * `npm run chaos -- --seconds 60 --seed N [--defect NAME]`: drives a shop while things break, then checks
 * that every invariant holds. Exits with code 1 when one is broken.
 */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect, parseArgs } from 'node:util';
import { defectNamed } from './defects/defects.ts';
import { withDefects } from './defects/inject.ts';
import { makePlan } from './plan/plan.ts';
import { failureOf, summaryOf } from './report.ts';
import { runChaos } from './run.ts';
import { startChaosShop } from './shop/chaosShop.ts';

const print = (line: string) => process.stdout.write(`${line}\n`);

function numberOf(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`--${name} must be a whole number of at most 9 digits.`);
}

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    defect: { type: 'string' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
  },
});
const seed = numberOf('seed', values.seed);
const seconds = numberOf('seconds', values.seconds);
print(
  `chaos: seed ${seed}, ${seconds} seconds. To repeat this run: npm run chaos -- --seconds ${seconds} --seed ${seed}`,
);
const folder = await mkdtemp(join(tmpdir(), 'holdfast-chaos-'));
const defectFile = join(folder, 'defect');
if (values.defect !== undefined) {
  print(`The defect ${defectNamed(values.defect).name} is active. The checks below must find it.`);
  await writeFile(defectFile, values.defect);
}
const plan = makePlan(seed, seconds);
await using chaos = await startChaosShop(values.defect === undefined ? {} : withDefects(defectFile));
const broken = await run().catch((error: unknown) => inspect(error));
if (broken === null) {
  await rm(folder, { recursive: true });
  print('All invariants hold.');
} else {
  print(broken);
  const logs = join(folder, 'logs');
  await cp(join(chaos.shop.dataDir, 'logs'), logs, { recursive: true });
  print(`The logs of the services are in ${logs}`);
  process.exitCode = 1;
}

/** @returns a report of what is broken, or null. @throws when the harness itself fails. */
async function run(): Promise<string | null> {
  const result = await runChaos(chaos, plan, print);
  print(summaryOf(result));
  return result.settled.violations.length > 0 ? failureOf(result) : null;
}
