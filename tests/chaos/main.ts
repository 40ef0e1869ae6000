/**
 * `npm run chaos -- --seconds 60 --seed N [--defect NAME]`: shops while things break, and checks that all is in order
 * afterwards. Ends with 1 when it is not.
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

const say = (line: string) => process.stdout.write(`${line}\n`);

function numberOf(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`--${name} must be a whole number`);
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
say(`chaos: seed ${seed}, ${seconds} seconds; again: npm run chaos -- --seconds ${seconds} --seed ${seed}`);
const folder = await mkdtemp(join(tmpdir(), 'holdfast-chaos-'));
const defectFile = join(folder, 'defect');
if (values.defect !== undefined) {
  say(`with the defect ${defectNamed(values.defect).name}: it has to be found`);
  await writeFile(defectFile, values.defect);
}
const plan = makePlan(seed, seconds);
await using chaos = await startChaosShop(values.defect === undefined ? {} : withDefects(defectFile));
const broken = await run().catch((error: unknown) => inspect(error));
if (broken === null) {
  await rm(folder, { recursive: true });
  say('Everything is in order.');
} else {
  say(broken);
  const logs = join(folder, 'logs');
  await cp(join(chaos.shop.dataDir, 'logs'), logs, { recursive: true });
  say(`What the services logged: ${logs}`);
  process.exitCode = 1;
}

/** @returns what is broken. @throws what the harness itself could not go on with. */
async function run(): Promise<string | null> {
  const result = await runChaos(chaos, plan, say);
  say(summaryOf(result));
  return result.settled.violations.length > 0 ? failureOf(result) : null;
}
