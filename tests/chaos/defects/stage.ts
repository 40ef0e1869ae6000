/** A new customer, product and witness for one scene, in a shop that keeps running. */
import { BERLIN } from '../../e2e/shop.ts';
import { readFacts } from '../check/facts.ts';
import { clientOf, type Reply } from '../drive/client.ts';
import { customerWith, type Population, productWith } from '../drive/population.ts';
import { type Session, signIn } from '../drive/sessions.ts';
import { newWitness, noteAnswer, noteSent, type Witness } from '../drive/witness.ts';
import type { ChaosShop } from '../shop/chaosShop.ts';

export interface Stage {
  readonly chaos: ChaosShop;
  readonly population: Population;
  readonly witness: Witness;
  readonly session: Session;
  /** Orders one unit. A lost answer is not retried. */
  place(key: string, country?: string): Promise<Reply>;
  /** Marks the scene's only order as shipped, as staff. */
  ship(): Promise<Reply>;
  facts(): ReturnType<typeof readFacts>;
}

const PLACE = 'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { id status } } }';
const SHIP = 'mutation ($id: ID!) { updateOrderStatus(id: $id, status: SHIPPED) { id status } }';

export async function setStage(chaos: ChaosShop): Promise<Stage> {
  const { shop } = chaos;
  const witness = newWitness();
  const send = clientOf(shop.holdfast.url);
  const customer = await customerWith(shop, '1000.00');
  const product = await productWith(shop, 50);
  const population = { customers: [customer], products: [product] };
  const session = await signIn(send, witness, customer);
  const staff = await signIn(send, witness, await customerWith(shop, '0.00', { roles: ['STAFF'] }));
  const facts = () => readFacts(shop, population);
  return {
    chaos,
    population,
    witness,
    session,
    facts,
    async place(key, country = 'DE') {
      const sent = noteSent(witness, customer.id, key);
      const lines = [{ productId: product.id, quantity: 1 }];
      const input = { idempotencyKey: key, lines, shippingAddress: { ...BERLIN, country } };
      const reply = await send({ document: PLACE, variables: { input }, token: session.token() });
      if (reply.kind === 'answer') {
        const { order } = reply.data.placeOrder;
        sent.orderIds.add(order.id);
        noteAnswer(witness, order.id, order.status);
      }
      return reply;
    },
    async ship() {
      const [order] = (await facts()).orders;
      if (!order) throw new Error('There is no order to ship.');
      witness.shipAsked.add(order._id);
      const reply = await send({ document: SHIP, variables: { id: order._id }, token: staff.token() });
      if (reply.kind === 'answer') noteAnswer(witness, order._id, reply.data.updateOrderStatus.status);
      return reply;
    },
  };
}
