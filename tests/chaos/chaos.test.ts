/** A short run of `npm run chaos`, always with the same seed; `CHAOS_SEED` selects another. */
import { expect, test } from 'vitest';
import { makePlan } from './plan/plan.ts';
import { failureOf, summaryOf } from './report.ts';
import { runChaos } from './run.ts';
import { startChaosShop } from './shop/chaosShop.ts';

const SECONDS = 20;

test('whatever breaks, every invariant holds afterwards', { timeout: 180_000 }, async () => {
  const seed = Number(process.env['CHAOS_SEED'] ?? 4);
  process.stdout.write(
    `chaos: seed ${seed}. For a longer run: npm run chaos -- --seconds 60 --seed ${seed}\n`,
  );
  const plan = makePlan(seed, SECONDS);
  await using shop = await startChaosShop();
  const result = await runChaos(shop, plan, () => {});
  process.stdout.write(`${summaryOf(result)}\n`);
  if (result.settled.violations.length > 0) expect.fail(failureOf(result));
});
