import type { WebhookHandler } from '@holdfast/kit-http/webhook';
import { id as orderId } from '@holdfast/kit-values/validation';
import { z } from 'zod';
import { REPORTED } from './domain.ts';
import { reportSchema } from './protocol.ts';
import { readProviderPayment } from './queries/readProviderPayment.ts';
import { insertProviderEvent } from './queries/reports.ts';
import { type HttpDependencies, settle } from './settle.ts';
import { verifySignature } from './signature.ts';

const KNOWN: ReadonlySet<string> = new Set(REPORTED.map((status) => `payment.${status}`));
const eventSchema = z.object({ type: z.string() });
const paymentEventSchema = z.object({ data: z.intersection(z.object({ payment: orderId }), reportSchema) });

/**
 * Creates the handler of the provider's events. It answers 204 when an event is applied (perhaps again) or
 * concerns no payment of this shop, 401 when the event is not the provider's, and 400 when it is not an
 * event. An event is stored after it was applied, so that one whose work failed (the error is thrown) is
 * applied at its redelivery.
 */
export function createWebhookHandler(dependencies: HttpDependencies, secret: Buffer): WebhookHandler {
  const { database, clock } = dependencies;
  return async ({ headers, body }) => {
    const id = verifySignature(secret, headers, body, clock());
    if (!id) return 401;
    const json = parse(body);
    const event = eventSchema.safeParse(json);
    if (!event.success) return 400;
    if (!KNOWN.has(event.data.type)) return 204;
    const parsed = paymentEventSchema.safeParse(json);
    if (!parsed.success || event.data.type !== `payment.${parsed.data.data.status}`) return 400;
    const { payment, ...report } = parsed.data.data;
    // Every request is recorded before it is sent, so a payment without a record is not of this shop.
    if (!(await readProviderPayment(database, payment))) return 204;
    await settle(dependencies, payment, report);
    await insertProviderEvent(database, { id, orderId: payment, type: report.status }, clock());
    return 204;
  };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
