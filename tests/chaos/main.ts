/**
 * `npm run chaos -- --seconds 60 --seed N [--defect NAME]`: shops while things break, and checks that all is in order
 * afterwards. Ends with 1 when it is not.
 */
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
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
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
  },
});
const seed = numberOf('seed', values.seed);
const seconds = numberOf('seconds', values.seconds);
say(`chaos: seed ${seed}, ${seconds} seconds; again: npm run chaos -- --seconds ${seconds} --seed ${seed}`);
const plan = makePlan(seed, seconds);
await using chaos = await startChaosShop();
const result = await runChaos(chaos, plan, say);
say(summaryOf(result));
if (result.settled.violations.length > 0) {
  say(failureOf(result));
  const logs = join(tmpdir(), `holdfast-chaos-${seed}`);
  await cp(join(chaos.shop.dataDir, 'logs'), logs, { recursive: true });
  say(`What the services logged: ${logs}`);
  process.exitCode = 1;
} else {
  say('Everything is in order.');
}
