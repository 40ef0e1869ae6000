import { subgraphUnavailable } from '@holdfast/kit-base/errors';
import { MAX_CONNECTION_AGE } from '@holdfast/kit-http/connectionPolicy';
import { createUndiciTransport } from '@holdfast/kit-http/undiciTransport';
import type { Money } from '@holdfast/kit-values/money';
import type { Report } from './domain.ts';
import { type ProviderStep, reportSchema, writeCommand } from './protocol.ts';

/** The name by which callers know this service. They do not learn that it calls a provider. */
const NAME = 'payments';
/** Further concurrent calls wait for a connection. */
const CONNECTIONS = 64;
/** The milliseconds that the provider has to answer, fewer than the service orders waits for this one. */
const TIMEOUT = 1_500;

export interface ProviderClient {
  /**
   * Asks the provider for one step of an order's payment. The provider carries out a repeated step only once.
   * @returns the provider's report on the payment as it is now, whether or not the step was carried out; null
   *   when the provider has no such payment.
   * @throws SUBGRAPH_TIMEOUT or SUBGRAPH_UNAVAILABLE: the step may or may not have been carried out.
   */
  ask(
    step: ProviderStep,
    payment: { orderId: string; amount: Money; userId?: string },
  ): Promise<Report | null>;
  end(): Promise<void>;
}

/** 402: declined. 409: the state of the payment does not allow the step. */
const ANSWERS: ReadonlySet<number> = new Set([200, 402, 409]);

/**
 * @param url the provider's endpoint.
 * @param key identifies the shop to the provider.
 * @param timeout milliseconds.
 */
export function createProviderClient(url: string, key: string, timeout = TIMEOUT): ProviderClient {
  const transport = createUndiciTransport(NAME, url, {
    maxConnections: CONNECTIONS,
    maxAge: MAX_CONNECTION_AGE,
  });
  return {
    async ask(step, { orderId, amount, userId }) {
      const { status, text } = await transport.send({
        headers: { authorization: `Bearer ${key}`, 'idempotency-key': `${orderId}:${step}` },
        body: writeCommand(step, orderId, amount, userId),
        timeout,
        signal: null,
      });
      if (status === 404) return null;
      // Any other status says nothing about the payment: a wrong key, too many requests, a provider's defect.
      if (!ANSWERS.has(status)) throw subgraphUnavailable(NAME, new Error(`HTTP status ${status}`));
      try {
        return reportSchema.parse(JSON.parse(text));
      } catch (cause) {
        throw subgraphUnavailable(NAME, cause);
      }
    },
    end: () => transport.end(),
  };
}
