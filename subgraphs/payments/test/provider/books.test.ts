/** The writes on an external provider's payments that the database refuses from any program. */
import { newUuid } from '@holdfast/kit-base/ids';
import { sqlState, violatedConstraint } from '@holdfast/kit-postgres/postgres';
import { expect, test } from 'vitest';
import { buildAuthorization, createUserWith, usd } from '../builders.ts';
import { providerBooks } from '../support/providerBooks.ts';

const CHARGE = `with entry as (
    insert into transactions (id, kind, amount, currency, reference, at)
    select gen_random_uuid(), 'CHARGE', AMOUNT, 'USD', 'ORDER', now() returning id
  )
  insert into postings select id, account, sign * AMOUNT from entry, (values ('EXTERNAL', -1), ('MERCHANT', 1)) as leg (account, sign)`;

test.each([
  [
    'a capture without its movement',
    `update payments set status = 'CAPTURED', asked = null`,
    'payments_have_movement',
  ],
  ['a step back', `update payments set status = 'REQUESTED'`, 'payments_transition'],
  ['a refund of what was not captured', `update payments set status = 'REFUNDED'`, 'payments_transition'],
  [
    'another provider',
    `update payments set provider = 'WALLET' where order_id = 'ORDER'`,
    'payments_transition',
  ],
  ['another amount', 'update payments set amount = 1', 'payments_transition'],
  ['an unknown command', `update payments set asked = 'AUTHORIZE'`, 'payments_asked'],
  ['a charge of what is held', CHARGE.replaceAll('AMOUNT', '6050'), 'transactions_have_payment'],
  [
    'a charge of another amount',
    `update payments set status = 'CAPTURED'; ${CHARGE.replaceAll('AMOUNT', '6049')}`,
    'payments_have_movement',
  ],
  [
    'two charges',
    `update payments set status = 'CAPTURED'; ${CHARGE.replaceAll('AMOUNT', '6050')}; ${CHARGE.replaceAll('AMOUNT', '6050')}`,
    'transactions_once_of_provider',
  ],
  [
    'a movement of a wallet for it',
    `insert into transactions select gen_random_uuid(), user_id, 2, 'HOLD', 6050, 'USD', 'ORDER', 0, 6050, now() from wallets`,
    'transactions_balanced',
  ],
  [
    'a charge with a user',
    `insert into transactions (id, user_id, kind, amount, currency, reference, at)
     select gen_random_uuid(), user_id, 'CHARGE', 6050, 'USD', 'ORDER', now() from wallets`,
    'transactions_of_wallet_or_provider',
  ],
  [
    'a payment that starts as held',
    `insert into payments (id, order_id, user_id, amount, currency, status, provider, created_at, updated_at)
     select gen_random_uuid(), gen_random_uuid(), user_id, 5, 'USD', 'AUTHORIZED', 'HTTP', now(), now() from wallets`,
    'payments_transition',
  ],
  [
    "a wallet's payment that was only requested",
    `insert into payments (id, order_id, user_id, amount, currency, status, created_at, updated_at)
     select gen_random_uuid(), gen_random_uuid(), user_id, 5, 'USD', 'REQUESTED', now(), now() from wallets`,
    'payments_only_a_provider_is_asked',
  ],
  ['a changed event', `update provider_events set type = 'voided'`, 'append_only'],
  ['a deleted event', 'delete from provider_events', 'append_only'],
])('%s is refused', async (_, statement, constraint) => {
  await using shop = await providerBooks();
  const { dependencies } = shop.books;
  await createUserWith(dependencies, usd(6_050));
  const order = buildAuthorization();
  await shop.provider.authorize(order);
  await shop.fake.deliver(shop.fake.events[0]!);
  const done = dependencies.database.transaction((tx) =>
    tx.query(statement.replaceAll('ORDER', order.orderId)),
  );
  const refused = await done.catch((error: unknown) => violatedConstraint(error) ?? sqlState(error));
  expect(refused).toBe(constraint);
  await shop.expectAgreement();
});

test('an event is stored once per id', async () => {
  await using shop = await providerBooks();
  const { orderId } = await shop.provider.authorize(buildAuthorization());
  const id = newUuid();
  const insert = () =>
    shop.books.dependencies.database.query(
      `insert into provider_events values ($1, $2, 'authorized', now())`,
      [id, orderId],
    );
  await insert();
  expect(await insert().catch(violatedConstraint)).toBe('provider_events_pkey');
});
