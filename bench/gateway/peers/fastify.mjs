// Apollo Server and Apollo Gateway on Fastify, with undici as client. Forwards the caller's authorization to
// subgraphs.
import { readFile } from 'node:fs/promises';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import fastifyApollo from '@as-integrations/fastify';
import { fastify } from 'fastify';
import { Agent, fetch } from 'undici';

const dispatcher = new Agent({ connections: 100 });

class Authorized extends RemoteGraphQLDataSource {
  fetcher = (url, init) => fetch(url, { ...init, dispatcher });
  willSendRequest({ request, context }) {
    if (context.authorization) request.http.headers.set('authorization', context.authorization);
  }
}

const gateway = new ApolloGateway({
  supergraphSdl: await readFile(process.env.SUPERGRAPH, 'utf8'),
  buildService: ({ url }) => new Authorized({ url }),
});
const apollo = new ApolloServer({ gateway });
await apollo.start();
const app = fastify();
await app.register(fastifyApollo(apollo), {
  context: async ({ headers }) => ({ authorization: headers.authorization }),
});
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
