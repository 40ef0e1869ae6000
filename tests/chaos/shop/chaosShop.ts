/** The whole shop, each service in its own process, with links between them that can be broken. */

import type { Service } from '../../../dev/src/services.ts';
import { type Shop, startShop } from '../../e2e/shop.ts';
import { type Links, openLinks } from './links.ts';
import { type OrderConsumer, openOrderConsumer } from './orderConsumer.ts';

export interface ChaosShop extends AsyncDisposable {
  readonly shop: Shop;
  readonly links: Links;
  /** Collects every event about orders since the shop started. */
  readonly orderConsumer: OrderConsumer;
  /** Returns the environment of the service's last start, with the URLs of its links. */
  environmentOf(service: Service): Record<string, string>;
}

/** The supervisor must not give up a service that is killed again and again. */
const CRASH_LIMIT = { count: 1, within: 1 } as const;

/** @param env additional settings of services, such as modules to preload. */
export async function startChaosShop(
  env: Partial<Record<Service, Record<string, string>>> = {},
): Promise<ChaosShop> {
  const links = await openLinks();
  const environments = new Map<Service, Record<string, string>>();
  const rewire = (service: Service, own: Readonly<Record<string, string>>) => {
    const rewired = links.rewire(service, own);
    environments.set(service, rewired);
    return rewired;
  };
  try {
    const shop = await startShop([], env, { rewire, crashLimit: CRASH_LIMIT, ownServers: true });
    const orderConsumer = await openOrderConsumer(shop.holdfast.databases.eventsUrl).catch(async (error) => {
      await shop[Symbol.asyncDispose]();
      throw error;
    });
    return {
      shop,
      links,
      orderConsumer,
      environmentOf: (service) => ({ ...environments.get(service) }),
      async [Symbol.asyncDispose]() {
        links.heal();
        await orderConsumer[Symbol.asyncDispose]();
        await shop[Symbol.asyncDispose]();
        await links[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await links[Symbol.asyncDispose]();
    throw error;
  }
}
