/** The connections within the shop. Each leads through a link that can be broken. */
import type { Service } from '../../../dev/src/services.ts';
import { type Link, openLink } from './link.ts';

const MONGO = ['users', 'products', 'orders'] as const;
const POSTGRES = ['inventory', 'payments', 'reports'] as const;
const SUBGRAPHS = [...MONGO, ...POSTGRES] as const;
/** The publishers and consumers of events. Each has a connection to the bus. */
const ON_THE_BUS = ['products', 'orders', 'inventory', 'payments', 'reports', 'notifications'] as const;
const CALLED_BY_ORDERS = ['users', 'products', 'inventory', 'payments'] as const;

/**
 * The service and the setting behind each link: for `orders>inventory`, the setting of orders that has
 * inventory's URL.
 */
const SETTINGS: ReadonlyMap<string, readonly [Service, string]> = new Map<string, readonly [Service, string]>(
  [
    ...SUBGRAPHS.map((name) => [`gateway>${name}`, ['gateway', urlOf(name)]] as const),
    ...CALLED_BY_ORDERS.map((name) => [`orders>${name}`, ['orders', urlOf(name)]] as const),
    ...MONGO.map((name) => [`${name}>mongo`, [name, 'MONGODB_URL']] as const),
    ...[...POSTGRES, 'notifications' as const].map(
      (name) => [`${name}>postgres`, [name, 'POSTGRES_URL']] as const,
    ),
    ...ON_THE_BUS.map((name) => [`${name}>events`, [name, 'EVENTS_URL']] as const),
  ],
);

export const LINKS: readonly string[] = [...SETTINGS.keys()];

function urlOf(service: string): string {
  return `${service.toUpperCase()}_URL`;
}

export interface Links extends AsyncDisposable {
  named(name: string): Link;
  /** Returns a service's environment in which each URL leads through its link. */
  rewire(service: Service, env: Readonly<Record<string, string>>): Record<string, string>;
  /** Opens all links again. */
  heal(): void;
}

export async function openLinks(): Promise<Links> {
  const links = new Map<string, Link>();
  for (const name of LINKS) links.set(name, await openLink());
  const named = (name: string) => {
    const link = links.get(name);
    if (!link) throw new Error(`There is no link ${name}. Choose one of ${LINKS.join(', ')}.`);
    return link;
  };
  return {
    named,
    rewire(service, env) {
      const rewired = { ...env };
      for (const [name, [owner, setting]] of SETTINGS) {
        if (owner !== service) continue;
        const direct = env[setting];
        if (direct === undefined) throw new Error(`${service} has no ${setting}.`);
        const link = named(name);
        const url = new URL(direct);
        link.target = Number(url.port);
        url.hostname = '127.0.0.1';
        url.port = String(link.port);
        rewired[setting] = url.href;
      }
      return rewired;
    },
    heal() {
      for (const link of links.values()) link.set({ kind: 'open' });
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...links.values()].map((link) => link[Symbol.asyncDispose]()));
    },
  };
}
