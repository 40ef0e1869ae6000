/** The two executors that must not differ. */
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import { type CompiledExecutorOptions, createCompiledExecutor } from '../../src/execution/compiled.ts';
import { createStockExecutor } from '../../src/execution/stock.ts';

export type CreateExecutor = (options: CompiledExecutorOptions) => GatewayInterface;

/** The oracle. */
export const ORACLE: CreateExecutor = createStockExecutor;

/** What is compared with the oracle. */
export const EXECUTOR: CreateExecutor = createCompiledExecutor;
