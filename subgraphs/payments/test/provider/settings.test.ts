import { expect, test } from 'vitest';
import { readProviderSettings } from '../../src/provider/settings.ts';

const valid = {
  PAYMENT_PROVIDER: 'http' as const,
  PAYMENT_PROVIDER_URL: 'https://pay.example/v1',
  PAYMENT_PROVIDER_KEY: 'key',
  PAYMENT_WEBHOOK_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
};

test('the wallet needs no settings, an external provider all', () => {
  expect(readProviderSettings({ PAYMENT_PROVIDER: 'wallet' })).toBeNull();
  expect(readProviderSettings(valid)).toEqual({
    url: 'https://pay.example/v1',
    key: 'key',
    secret: Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64'),
  });
});

test('every wrong or missing setting is named in one line, without its value', () => {
  expect(() => readProviderSettings({ PAYMENT_PROVIDER: 'http' })).toThrow(
    'Wrong settings: PAYMENT_PROVIDER_URL is not set; PAYMENT_PROVIDER_KEY is not set; PAYMENT_WEBHOOK_SECRET is not set.',
  );
  const wrong = { ...valid, PAYMENT_PROVIDER_URL: 'ftp://x', PAYMENT_WEBHOOK_SECRET: 'whsec_short' };
  expect(() => readProviderSettings(wrong)).toThrow(
    'Wrong settings: PAYMENT_PROVIDER_URL: must be a URL that starts with http:// or https://; PAYMENT_WEBHOOK_SECRET: must be whsec_ and at least 24 bytes in base64.',
  );
});
