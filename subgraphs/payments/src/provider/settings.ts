import { httpUrl, readEnv } from '@holdfast/kit-base/env';
import { z } from 'zod';

/** The settings that select what holds the money: the wallets or an external provider. */
export const providerSettings = {
  PAYMENT_PROVIDER: z.enum(['wallet', 'http'], 'must be wallet or http').default('wallet'),
  PAYMENT_PROVIDER_URL: z.string().optional(),
  PAYMENT_PROVIDER_KEY: z.string().optional(),
  PAYMENT_WEBHOOK_SECRET: z.string().optional(),
};

/** The settings of an external provider. */
export interface HttpSettings {
  readonly url: string;
  readonly key: string;
  readonly secret: Buffer;
}

const SECRET = /^whsec_([A-Za-z0-9+/]{32,}={0,2})$/;

const httpSchema = z.object({
  PAYMENT_PROVIDER_URL: httpUrl,
  PAYMENT_PROVIDER_KEY: z.string().regex(/^[\x21-\x7e]+$/, 'must be printable characters without spaces'),
  // Standard Webhooks 1.0.0, "Signature scheme": at least 24 bytes.
  PAYMENT_WEBHOOK_SECRET: z.string().regex(SECRET, 'must be whsec_ and at least 24 bytes in base64'),
});

/**
 * @returns null when the wallets hold the money.
 * @throws OperatorError that names every wrong or missing setting of an external provider, in one line.
 */
export function readProviderSettings(
  settings: z.infer<z.ZodObject<typeof providerSettings>>,
): HttpSettings | null {
  const { PAYMENT_PROVIDER, ...given } = settings;
  if (PAYMENT_PROVIDER === 'wallet') return null;
  const http = readEnv(httpSchema, given);
  const secret = Buffer.from(http.PAYMENT_WEBHOOK_SECRET.replace(SECRET, '$1'), 'base64');
  return { url: http.PAYMENT_PROVIDER_URL, key: http.PAYMENT_PROVIDER_KEY, secret };
}
