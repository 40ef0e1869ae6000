/** Requests from third parties, authenticated by a signature over their bytes instead of an identity. */
import type { IncomingHttpHeaders } from 'node:http';
import { codeOf } from '@holdfast/kit-base/errors';
import type { Log } from '@holdfast/kit-base/log';
import type { FastifyInstance } from 'fastify';

export interface WebhookRequest {
  readonly headers: IncomingHttpHeaders;
  /** The unparsed bytes, for the signature. */
  readonly body: Buffer;
}

/**
 * Verifies the sender, does the work and returns the HTTP status. An error is logged and answered with 503,
 * so that the sender retries.
 */
export type WebhookHandler = (request: WebhookRequest) => Promise<number>;

/** Bytes. The limit is low because anyone can send a request. */
const BODY_LIMIT = 65_536;

/** Accepts POST requests of any content type at `path`, and answers with a status only. */
export function addWebhook(app: FastifyInstance, path: string, handle: WebhookHandler, log: Log): void {
  // A Fastify scope of its own, so that the content type parser applies to this path only.
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.post(path, { bodyLimit: BODY_LIMIT }, async ({ headers, body }, reply) => {
      try {
        const status = await handle({ headers, body: Buffer.isBuffer(body) ? body : Buffer.alloc(0) });
        return await reply.code(status).send();
      } catch (err) {
        log.error({ err, path, code: codeOf(err) }, 'a webhook could not be handled');
        return reply.code(503).send();
      }
    });
  });
}
