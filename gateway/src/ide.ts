import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export interface Ide {
  /** Returns true when a browser navigates here, and so wants the page rather than the API. */
  wanted(request: FastifyRequest): boolean;
  /** Answers with the page. */
  send(reply: FastifyReply): Promise<FastifyReply>;
}

/**
 * Serves the built IDE: its assets below /ide/, its page wherever `send` is called.
 * @param folder the output of `ide/build.ts`; it may not exist yet.
 */
export async function addIde(app: FastifyInstance, folder: string): Promise<Ide> {
  await app.register(fastifyStatic, {
    root: folder,
    prefix: '/ide/',
    index: false,
    dotfiles: 'ignore',
    decorateReply: false,
    cacheControl: false,
    setHeaders: (response, path) => {
      // A worker obeys the policy of its own script's response, so assets carry it too.
      response.setHeader('content-security-policy', POLICY);
      // Vite puts a hash of the content into the name of every asset.
      const immutable = path.includes('/assets/');
      response.setHeader('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  return {
    wanted({ method, headers: { accept = '' } }) {
      return method === 'GET' && accept.includes('text/html') && !accept.includes('json');
    },
    async send(reply) {
      const page = await readFile(join(folder, 'index.html')).catch(() => undefined);
      if (!page) {
        return reply
          .code(503)
          .type('text/plain; charset=utf-8')
          .send('The GraphQL IDE is not built yet: run npm start, or node gateway/ide/build.ts.\n');
      }
      return reply
        .headers({ 'content-security-policy': POLICY, 'cache-control': 'no-cache', vary: 'accept' })
        .type('text/html; charset=utf-8')
        .send(page);
    },
  };
}
