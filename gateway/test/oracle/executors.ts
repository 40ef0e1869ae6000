/** The two executors, whose answers must not differ. */
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import { type CompiledExecutorOptions, createCompiledExecutor } from '../../src/execution/compiled.ts';
import { createStockExecutor } from '../../src/execution/stock.ts';

export type CreateExecutor = (options: CompiledExecutorOptions) => GatewayInterface;

/** The stock executor, the oracle. */
export const ORACLE: CreateExecutor = createStockExecutor;

/** Our own executor, which is compared with the oracle. */
export const EXECUTOR: CreateExecutor = createCompiledExecutor;

/** Executors derived from the oracle, which does not report every illegal null. */
const madeOfOracle = new WeakSet<CreateExecutor>([ORACLE]);

export const reportsNulls = (executor: CreateExecutor): boolean => !madeOfOracle.has(executor);

/** @returns `made`, from which the judges expect the same as from the executor that it was derived from. */
export function madeOf(base: CreateExecutor, made: CreateExecutor): CreateExecutor {
  if (madeOfOracle.has(base)) madeOfOracle.add(made);
  return made;
}
