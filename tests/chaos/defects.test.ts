/**
 * The harness proves itself: a scene passes without its defect, and breaks the expected invariant with it.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Service } from '../../dev/src/services.ts';
import { type Settled, settle } from './check/settle.ts';
import { DEFECTS, type Defect } from './defects/defects.ts';
import { withDefects } from './defects/inject.ts';
import { SCENES } from './defects/scenes.ts';
import { setStage } from './defects/stage.ts';
import { type ChaosShop, startChaosShop } from './shop/chaosShop.ts';

/** Milliseconds added to twice the time that the scene takes to settle without the defect. */
const MARGIN = 1_500;

let folder: string;
let chaos: ChaosShop;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-defects-'));
  chaos = await startChaosShop(withDefects(defectFile()));
});
afterAll(async () => {
  await chaos[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const defectFile = () => join(folder, 'defect');

async function restart(service: Service): Promise<void> {
  const { holdfast } = chaos.shop;
  const program = holdfast.program(service);
  program?.kill('SIGKILL');
  await program?.ended;
  await expect.poll(() => holdfast.program(service)?.pid, { timeout: 60_000 }).toBeGreaterThan(0);
}

async function play({ name }: Defect, within?: number): Promise<Settled> {
  const stage = await setStage(chaos);
  await SCENES.get(name)!(stage);
  return settle(chaos, stage.population, stage.witness, within);
}

test.each(DEFECTS)('$name is found', { timeout: 240_000 }, async (defect) => {
  const { violations, took } = await play(defect);
  expect(violations).toEqual([]);
  await writeFile(defectFile(), defect.name);
  await restart(defect.service);
  try {
    const broken = await play(defect, 2 * took + MARGIN);
    expect(broken.violations.map(({ invariant }) => invariant)).toContain(defect.breaks);
  } finally {
    await rm(defectFile());
    await restart(defect.service);
  }
});
