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
 * Takes the provider's events: 204 when one is applied (again, perhaps) or is none of ours; 401 when it is not the provider's;
 * 400 when it is no event. It is kept after it was applied, so that one whose work failed (the error is thrown) is
 * applied when it comes again.
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
    // It was asked for after it had been recorded, so one without a record is somebody else's.
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
