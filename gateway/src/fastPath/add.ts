import { createServer, type IncomingMessage, type Server, type ServerOptions } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyServerFactory } from 'fastify';
import type { FastPath } from './handler.ts';

/** The fast path in front of Fastify, which gets what it does not take. */
export interface FastLane {
  /** For Fastify's option of that name. */
  readonly serverFactory: FastifyServerFactory;
  /** Gives Fastify the bodies that were read already; once it was created. */
  addTo(app: FastifyInstance): void;
}

/** @param fastPath what takes requests, once there is one. */
export function createFastLane(fastPath: () => FastPath | null, options: ServerOptions): FastLane {
  const bodies = new WeakMap<IncomingMessage, Buffer>();
  return {
    serverFactory(handler): Server {
      return createServer(options, (request, response) => {
        const path = fastPath();
        if (!path) return handler(request, response);
        path.handle(request, response, (body) => {
          if (body) bodies.set(request, body);
          handler(request, response);
        });
      });
    },
    addTo(app) {
      app.addHook('preParsing', async (request, _reply, payload) => {
        const body = bodies.get(request.raw);
        if (!body) return payload;
        return Object.assign(Readable.from([body]), { receivedEncodedLength: body.length });
      });
      app.addHook('preClose', async () => fastPath()?.close());
    },
  };
}
