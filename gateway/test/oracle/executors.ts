/** The two executors that must not differ. */
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import { type CompiledExecutorOptions, createCompiledExecutor } from '../../src/execution/compiled.ts';
import { createStockExecutor } from '../../src/execution/stock.ts';

export type CreateExecutor = (options: CompiledExecutorOptions) => GatewayInterface;

/** The oracle. */
export const ORACLE: CreateExecutor = createStockExecutor;

/** What is compared with the oracle. */
export const EXECUTOR: CreateExecutor = createCompiledExecutor;

/** Executors made of the oracle, which does not report every null that must not be. */
const madeOfOracle = new WeakSet<CreateExecutor>([ORACLE]);

export const tellsOfNulls = (executor: CreateExecutor): boolean => !madeOfOracle.has(executor);

/** @returns `made`, of which the same is expected as of what it was made of. */
export function madeOf(base: CreateExecutor, made: CreateExecutor): CreateExecutor {
  if (madeOfOracle.has(base)) madeOfOracle.add(made);
  return made;
}
