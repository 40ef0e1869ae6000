/** No process of the shop logs a secret. */
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { demoId } from '../../../dev/src/demo/ids.ts';
import { orderOf, PLACE_ORDER } from '../shop.ts';
import { observed } from './shop.ts';

/** Secrets of customers and staff, including those that are typed into the wrong field. */
const SECRETS = {
  password: 'Tr0ub4dor-horse-staple',
  card: '4111 1111 1111 1111',
  cvc: 'cvc-931',
  token: `eyJhbGciOiJFZERTQSJ9.${Buffer.from('{"sub":"secret"}').toString('base64url')}.c2lnbmF0dXJl`,
  cookie: 'session=d41d8cd98f00b204',
};

const RECEIVE = /* GraphQL */ `
  mutation ($productId: ID!, $warehouseId: ID!, $reason: String) {
    receiveStock(productId: $productId, warehouseId: $warehouseId, quantity: 1, reason: $reason) { id }
  }`;

test('no log contains a secret, even at the debug level', async () => {
  const { shop } = observed;
  const customer = await shop.customer();
  const productId = await shop.product(0);
  const { password, card, cvc, token, cookie } = SECRETS;
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${shop.holdfast.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }).then(async (response) => ({ id: response.headers.get('x-request-id'), text: await response.text() }));

  const headers = {
    authorization: `Bearer ${token}`,
    cookie,
    'x-holdfast-identity': token,
    'x-request-id': card,
  };
  await post({ query: '{ me { id } }' }, headers);
  await post(`{"query":"{ me { id } }","variables":{"password":"${password}"`);
  await post({ query: `{ me { id } "${password}" ` });
  await post({
    query: `mutation { login(email: "a@b.example", password: "${password}", card: "${card}") { accessToken } }`,
  });
  await post({ query: `{ product(id: "${card}") { name } order(id: "${token}") { id } }` });
  const login =
    'mutation ($email: String!, $password: String!) { login(email: $email, password: $password) { accessToken } }';
  for (const variables of [
    { email: 'a@b.example', password },
    { email: `${password}@b.example`, password: { card, cvc } },
    { email: { password }, password: [card] },
  ])
    await post({ query: login, variables, operationName: password.replaceAll('-', '_') });
  const authorization = `Bearer ${customer.token}`;
  const order = orderOf(card, 1, { idempotencyKey: card, coupon: card, card, cvc, password });
  await post({ query: PLACE_ORDER, variables: order }, { authorization });
  await post(
    { query: PLACE_ORDER, variables: orderOf(randomUUID(), 1, { idempotencyKey: card }) },
    { authorization },
  );

  // Faults are logged with their cause. One error of PostgreSQL contains the whole row, another one the
  // value.
  const staff = await shop.customer('0', { roles: ['ADMIN'] });
  const receive = (reason: string) => {
    const variables = { productId, warehouseId: demoId('warehouse', 1), reason };
    return staff.query(RECEIVE, variables);
  };
  await shop.inventory.query(
    'alter table stock_movements add constraint no_reason check (reason is null) not valid',
  );
  for (const secret of [password, card, cvc, token])
    expect((await receive(secret)).errors?.[0]?.extensions?.['code']).toBe('INTERNAL_SERVER_ERROR');
  await shop.inventory.query('alter table stock_movements drop constraint no_reason');
  await shop.inventory.query(REPEATS_REASON);
  for (const secret of [password, card, cvc, token])
    expect((await receive(secret)).errors?.[0]?.extensions?.['code']).toBe('INTERNAL_SERVER_ERROR');
  await shop.inventory.query('drop trigger repeats_reason on stock_movements');
  await shop.inventory.query('drop function repeat_reason');
  // The table that a statement needs is gone.
  await shop.inventory.query('alter table stock_items rename to stock_items_gone');
  const failed = await post(
    { query: `{ product(id: "${productId}") { available } }` },
    { authorization, 'x-request-id': 'a-request-that-fails' },
  );
  expect(failed.id).toBe('a-request-that-fails');
  await shop.inventory.query('alter table stock_items_gone rename to stock_items');

  const folder = join(shop.dataDir, 'logs');
  const logs = async () =>
    (await Promise.all((await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8')))).join(
      '\n',
    );
  const own = [
    password,
    card,
    card.replaceAll(' ', ''),
    cvc,
    token,
    cookie,
    customer.token,
    ...tokenParts(customer.token),
  ];
  const keys = Object.values(shop.secrets.identities).map(({ privateKey }) => privateKey);
  await expect.poll(async () => (await logs()).includes('"requestId":"a-request-that-fails"')).toBe(true);
  const text = await logs();
  for (const secret of [...own, ...keys])
    expect(text.includes(secret), `${secret.slice(0, 12)}…`).toBe(false);
});

/** Raises PostgreSQL's own error for a value that does not fit its type. */
const REPEATS_REASON = `
  create function repeat_reason() returns trigger language plpgsql as $$
  begin raise exception 'invalid input syntax for type uuid: "%"', new.reason using errcode = '22P02'; end $$;
  create trigger repeats_reason before insert on stock_movements for each row execute function repeat_reason()`;

/** The signature of a token is a secret too. */
const tokenParts = (token: string) => [token.split('.')[2] ?? ''];
