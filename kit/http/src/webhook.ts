/** Requests from outside the house that prove themselves by a signature over their bytes, not by an identity. */
import type { IncomingHttpHeaders } from 'node:http';
import { codeOf } from '@holdfast/kit-base/errors';
import type { Log } from '@holdfast/kit-base/log';
import type { FastifyInstance } from 'fastify';

export interface WebhookRequest {
  readonly headers: IncomingHttpHeaders;
  /** As it was sent. */
  readonly body: Buffer;
}

/** Checks the sender, does the work, and gives the HTTP status. What it throws is logged and answered with 503: come again. */
export type WebhookHandler = (request: WebhookRequest) => Promise<number>;

/** Bytes; anybody may send one. */
const BODY_LIMIT = 65_536;

/** Takes POSTs of any content type at `path`. Nothing is answered but a status. */
export function addWebhook(app: FastifyInstance, path: string, handle: WebhookHandler, log: Log): void {
  // In a scope of its own: the parser, too, is for this path only.
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.post(path, { bodyLimit: BODY_LIMIT }, async ({ headers, body }, reply) => {
      try {
        const status = await handle({ headers, body: Buffer.isBuffer(body) ? body : Buffer.alloc(0) });
        return await reply.code(status).send();
      } catch (err) {
        log.error({ err, path, code: codeOf(err) }, 'a webhook could not be taken');
        return reply.code(503).send();
      }
    });
  });
}
