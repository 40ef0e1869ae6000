/** Checks that the API agrees with the databases, and that every customer can still sign in. */
import { formatMoney } from '@holdfast/kit-values/money';
import { PASSWORD, type Shop } from '../../e2e/shop.ts';
import type { Customer, Population } from '../drive/population.ts';
import type { Facts } from './facts.ts';
import type { Violation } from './invariant.ts';

const MINE = /* GraphQL */ `
  query Mine($after: String) {
    me {
      wallet { balance { amount } held { amount } }
      orders(first: 100, after: $after) {
        nodes { id status saga { status } reservation { status } payment { status } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }`;

const AVAILABLE = 'query ($id: ID!) { product(id: $id) { available } }';

const violation = (message: string, orderIds: readonly string[] = []): Violation => ({
  invariant: 'the API agrees with the databases',
  message,
  orderIds,
});

export async function violationsOfApi(
  shop: Shop,
  population: Population,
  facts: Facts,
): Promise<Violation[]> {
  const violations: Violation[] = [];
  for (const customer of population.customers) {
    violations.push(...(await violationsOfCustomer(shop, customer, facts)));
  }
  for (const { id } of population.products) {
    const { data, errors } = await shop.query(AVAILABLE, { id });
    const stock = facts.stock.find(({ productId }) => productId === id);
    const available = (stock?.onHand ?? 0) - (stock?.reserved ?? 0);
    if (data?.product?.available !== available)
      violations.push(
        violation(
          `product ${id}: the API answers ${JSON.stringify(errors ?? data)}, but ${available} are available`,
        ),
      );
  }
  return violations;
}

async function violationsOfCustomer(shop: Shop, customer: Customer, facts: Facts): Promise<Violation[]> {
  const client = await shop.login(customer.email, PASSWORD).catch((error: Error) => error);
  if (client instanceof Error)
    return [{ invariant: 'customers can sign in', message: client.message, orderIds: [] }];
  const listed = new Map<string, { status: string; saga: { status: string } }>();
  let after: string | null = null;
  do {
    const { data, errors } = await client.query(MINE, { after });
    if (errors) return [violation(`the query of ${customer.email} failed: ${JSON.stringify(errors)}`)];
    const { wallet, orders } = data.me;
    const mismatch = walletMismatch(wallet, customer, facts);
    if (mismatch) return [violation(mismatch)];
    for (const order of orders.nodes) listed.set(order.id, order);
    after = orders.pageInfo.hasNextPage ? orders.pageInfo.endCursor : null;
  } while (after !== null);
  const own = facts.orders.filter(({ customerId }) => customerId === customer.id);
  const different = own.filter(({ _id, status, saga }) => {
    const order = listed.get(_id);
    return order?.status !== status || order.saga.status !== saga.status;
  });
  if (different.length === 0 && listed.size === own.length) return [];
  const ids = different.map(({ _id }) => _id);
  return [
    violation(
      `${customer.email} has ${own.length} orders; the API lists ${listed.size}, ${ids.length} of them missing or different`,
      ids,
    ),
  ];
}

function walletMismatch(
  wallet: { balance: { amount: string }; held: { amount: string } } | null,
  { id, email }: Customer,
  { wallets }: Facts,
): string | undefined {
  const fact = wallets.find(({ userId }) => userId === id);
  const amount = (minor: bigint) => formatMoney({ minor, currency: 'USD' }).amount;
  const [balance, held] = fact ? [amount(fact.available), amount(fact.held)] : [undefined, undefined];
  if (wallet?.balance.amount === balance && wallet?.held.amount === held) return undefined;
  return `wallet of ${email}: the API answers ${JSON.stringify(wallet)}, but ${balance} are available and ${held} held`;
}
