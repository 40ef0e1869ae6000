import { expect, test } from 'vitest';
import { handedOn } from '../src/settings.ts';

test('a setting of a service goes to that service, and to no other', () => {
  const given = handedOn({
    PAYMENT_PROVIDER: 'http',
    REQUEST_DEADLINE: '',
    HOME: '/root',
    CORS_ORIGINS: '*',
  });
  expect(given).toEqual({
    users: {},
    orders: {},
    payments: { PAYMENT_PROVIDER: 'http' },
    notifications: {},
    gateway: { CORS_ORIGINS: '*' },
  });
});
