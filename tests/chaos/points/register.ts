/** Loaded by the orders process before its own modules. Puts points around its steps and writes. */
import { replaceSources } from '../hooks/replaceSources.ts';
import { createPoints } from './points.ts';

const folder = process.env['CHAOS_POINTS'];
if (!folder)
  throw new Error('CHAOS_POINTS is not set. It must name the folder in which points are recorded.');
Object.assign(globalThis, { chaosPoints: createPoints(folder) });

replaceSources([
  {
    file: 'subgraphs/orders/src/saga/steps/steps.ts',
    from: 'new Map(STEPS.map((step) => [step.name, step]))',
    to: 'new Map(STEPS.map((step) => [step.name, globalThis.chaosPoints.step(step)]))',
  },
  ...[
    ['insertOrder', 'checkout/queries.ts'],
    ['saveOrder', 'saga/queries/saveOrder.ts'],
  ].map(([name, file]) => ({
    file: `subgraphs/orders/src/${file}`,
    from: `export async function ${name}(`,
    to: `export const ${name} = (orders, change) =>
  globalThis.chaosPoints.write('${name}', change.to, () => reallyWrite(orders, change));
async function reallyWrite(`,
  })),
  {
    file: 'subgraphs/orders/src/fulfillment/queries.ts',
    from: 'export async function beginCancellation(',
    to: `export const beginCancellation = (orders, change) =>
  globalThis.chaosPoints.beginCancellation(change.from.id, () => reallyBegin(orders, change));
async function reallyBegin(`,
  },
]);
