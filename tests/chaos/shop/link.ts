/** A TCP proxy that imposes network faults on its connections. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export type Effect =
  /** Forwards everything. */
  | { readonly kind: 'open' }
  /** Forwards everything, each way later by this many milliseconds. */
  | { readonly kind: 'delay'; readonly by: number }
  /** Forwards the request. When the response begins, discards it and cuts the connection. */
  | { readonly kind: 'lose' }
  /** Cuts open connections and accepts no new ones. */
  | { readonly kind: 'refuse' }
  /** Forwards nothing and keeps the connections open, until the effect changes. */
  | { readonly kind: 'stall' };

export interface Link extends AsyncDisposable {
  readonly port: number;
  /** The port on this machine that new connections lead to. Open connections stay where they are. */
  target: number;
  set(effect: Effect): void;
  /** Cuts every connection at once. */
  cut(): void;
}

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
}

/** Opens a link that has no target yet. */
export async function openLink(): Promise<Link> {
  let effect: Effect = { kind: 'open' };
  let changed = Promise.withResolvers<void>();
  const pairs = new Set<Pair>();

  /** Forwards the chunks of one side in order, each under the effect of that moment. */
  async function pump(from: Socket, to: Socket, way: 'request' | 'response'): Promise<void> {
    for await (const chunk of from) {
      while (effect.kind === 'stall') await changed.promise;
      if (effect.kind === 'lose' && way === 'response') return;
      if (effect.kind === 'delay') await delay(effect.by);
      if (!to.write(chunk as Buffer)) await once(to, 'drain');
    }
  }

  const server = createServer((near) => {
    if (effect.kind === 'refuse' || link.target === 0) {
      near.destroy();
      return;
    }
    const far = connect(link.target, '127.0.0.1');
    const pair = { near, far };
    pairs.add(pair);
    for (const socket of [near, far]) {
      socket.setNoDelay(true);
      socket.on('error', () => {});
    }
    const end = () => {
      near.destroy();
      far.destroy();
      pairs.delete(pair);
    };
    for (const way of [pump(near, far, 'request'), pump(far, near, 'response')]) void way.then(end, end);
  });

  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The link has no port.');
  const cut = () => {
    for (const { near, far } of pairs) {
      near.destroy();
      far.destroy();
    }
  };
  const link: Link = {
    port: address.port,
    target: 0,
    set(next) {
      effect = next;
      changed.resolve();
      changed = Promise.withResolvers();
      if (next.kind === 'refuse') cut();
    },
    cut,
    async [Symbol.asyncDispose]() {
      link.set({ kind: 'refuse' });
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return link;
}
