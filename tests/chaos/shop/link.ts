/** A TCP proxy, which does to connections what networks do. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export type Effect =
  /** Passes all on. */
  | { readonly kind: 'open' }
  /** Passes all on, each way as much later: milliseconds. */
  | { readonly kind: 'delay'; readonly by: number }
  /** Passes the request on; when the response begins, throws it away and cuts the connection. */
  | { readonly kind: 'lose' }
  /** Cuts what is open, and takes no new connection. */
  | { readonly kind: 'refuse' }
  /** Passes nothing on and says nothing, until there is another effect. */
  | { readonly kind: 'stall' };

export interface Link extends AsyncDisposable {
  readonly port: number;
  /** The port that it leads to, on this machine. Connections that are open stay where they are. */
  target: number;
  set(effect: Effect): void;
  /** Cuts every connection, now. */
  cut(): void;
}

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
}

/** Opens one that leads nowhere yet. */
export async function openLink(): Promise<Link> {
  let effect: Effect = { kind: 'open' };
  let changed = Promise.withResolvers<void>();
  const pairs = new Set<Pair>();

  /** Passes on what comes from one side, in its sequence, as the effect wants it at that moment. */
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
