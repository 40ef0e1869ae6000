import { subgraphUnavailable } from '@holdfast/kit-base/errors';
import { CONNECTION_AGE } from '@holdfast/kit-http/keeping';
import { createTransport } from '@holdfast/kit-http/transport';
import type { Money } from '@holdfast/kit-values/money';
import type { Report } from './domain.ts';
import { type ProviderStep, reportSchema, writeCommand } from './protocol.ts';

/** The name that callers know this service by. That it asks somebody else is not theirs to know. */
const NAME = 'payments';
/** More calls than that at once wait for one. */
const CONNECTIONS = 64;
/** Milliseconds for an answer; less than the service orders waits for ours. */
const TIMEOUT = 1_500;

export interface ProviderClient {
  /**
   * Asks the provider for one step of an order's payment; the same again asks for nothing twice.
   * @returns what the provider says that the payment is now, whether or not it did what was asked; null when it has no
   *   such payment.
   * @throws SUBGRAPH_TIMEOUT or SUBGRAPH_UNAVAILABLE: it may or may not have been done.
   */
  ask(
    step: ProviderStep,
    payment: { orderId: string; amount: Money; userId?: string },
  ): Promise<Report | null>;
  end(): Promise<void>;
}

/** 402: declined. 409: the payment is in a state that does not allow it. */
const ANSWERS: ReadonlySet<number> = new Set([200, 402, 409]);

/**
 * @param url the provider's endpoint.
 * @param key what it knows the shop by.
 * @param timeout milliseconds.
 */
export function createProviderClient(url: string, key: string, timeout = TIMEOUT): ProviderClient {
  const transport = createTransport(NAME, url, { most: CONNECTIONS, age: CONNECTION_AGE });
  return {
    async ask(step, { orderId, amount, userId }) {
      const { status, text } = await transport.send({
        headers: { authorization: `Bearer ${key}`, 'idempotency-key': `${orderId}:${step}` },
        body: writeCommand(step, orderId, amount, userId),
        timeout,
        signal: null,
      });
      if (status === 404) return null;
      // Anything else is no word on the payment: a wrong key, too many requests, a defect of the provider's.
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
