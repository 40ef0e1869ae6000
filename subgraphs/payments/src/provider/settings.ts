import { httpUrl, readEnv } from '@holdfast/kit-base/env';
import { z } from 'zod';

/** The settings that choose who holds the money. */
export const providerSettings = {
  PAYMENT_PROVIDER: z.enum(['wallet', 'http'], 'must be wallet or http').default('wallet'),
  PAYMENT_PROVIDER_URL: z.string().optional(),
  PAYMENT_PROVIDER_KEY: z.string().optional(),
  PAYMENT_WEBHOOK_SECRET: z.string().optional(),
};

/** Those that only an external provider has. */
export interface HttpSettings {
  readonly url: string;
  readonly key: string;
  readonly secret: Buffer;
}

const SECRET = /^whsec_([A-Za-z0-9+/]{32,}={0,2})$/;

const httpSchema = z.object({
  PAYMENT_PROVIDER_URL: httpUrl,
  PAYMENT_PROVIDER_KEY: z.string().regex(/^[\x21-\x7e]+$/, 'must be printable characters without spaces'),
  // Standard Webhooks 1.0.0, "Signature scheme": 24 bytes or more.
  PAYMENT_WEBHOOK_SECRET: z.string().regex(SECRET, 'must be whsec_ and 24 bytes or more in base64'),
});

/**
 * @returns null for the wallet.
 * @throws OperatorError naming every wrong or missing setting of an external provider, in one line.
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
