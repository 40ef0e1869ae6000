import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Tolerated difference of clocks in seconds (Standard Webhooks 1.0.0, "Verifying timestamps"). */
const TOLERANCE = 300;

/**
 * Returns the value of `webhook-signature`: HMAC-SHA256 over `id.timestamp.body`
 * (Standard Webhooks 1.0.0, "Signature scheme").
 */
export function sign(
  secret: Buffer,
  { id, timestamp, body }: { id: string; timestamp: string; body: Buffer },
): string {
  const hmac = createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body);
  return `v1,${hmac.digest('base64')}`;
}

/**
 * Verifies a webhook's signature. While a secret is being rotated there may be several, separated by spaces.
 * @returns the event's id, which is signed too; undefined when a header is missing, the time is more than
 *   five minutes off, or no signature is valid.
 */
export function verifySignature(
  secret: Buffer,
  headers: IncomingHttpHeaders,
  body: Buffer,
  now: Date,
): string | undefined {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(
    (name) => headers[name],
  );
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string')
    return undefined;
  if (!/^[\w.:-]{1,200}$/.test(id) || !/^\d{1,12}$/.test(timestamp)) return undefined;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE) return undefined;
  const right = Buffer.from(sign(secret, { id, timestamp, body }));
  const isRight = signatures.split(' ').some((each) => {
    const given = Buffer.from(each);
    return given.length === right.length && timingSafeEqual(given, right);
  });
  return isRight ? id : undefined;
}
