/** Buyers who each act again once they were answered. */
import type { Client } from './client.ts';
import type { Buyer, Goods } from './goods.ts';
import { type Cell, READS } from './mixes.ts';
import { type Answer, drawProducts, newOrder, place } from './orders.ts';

export interface Load {
  /** Every answer to an order until now. */
  readonly answers: readonly Answer[];
  /** Reads of the catalogue that were answered until now. */
  reads(): number;
  /** Lets each buyer finish. */
  stop(): Promise<void>;
}

const LIST = `query List($after: String) { products(first: 20, after: $after) {
  nodes { id slug name price { amount currency } inStock } pageInfo { endCursor hasNextPage } } }`;
const PRODUCT = `query Product($id: ID!) { product(id: $id) {
  id name description price { amount currency } available category { name } } }`;

export function startLoad(client: Client, goods: Goods, cell: Cell): Load {
  const answers: Answer[] = [];
  let reads = 0;
  let stopping = false;
  const browse = async ({ token }: Buyer, productId: string) => {
    for (let n = 0; n < READS && !stopping; n++) {
      if (n % 2 === 0) await client.ask(LIST, {}, token);
      else await client.ask(PRODUCT, { id: productId }, token);
      reads++;
    }
  };
  const buy = async (buyer: Buyer) => {
    while (!stopping) {
      const products = drawProducts(goods, cell);
      if (cell.mix === 'browsing') await browse(buyer, products[0] ?? '');
      answers.push(await place(client, newOrder(buyer, products)));
    }
  };
  const running = Promise.all(buyersOf(goods, cell).map(buy));
  running.catch(() => {});
  return {
    answers,
    reads: () => reads,
    async stop() {
      stopping = true;
      await running;
    },
  };
}

export function buyersOf({ rich, poor }: Goods, { mix, buyers }: Cell): readonly Buyer[] {
  return (mix === 'declined' ? poor : rich).slice(0, buyers);
}
