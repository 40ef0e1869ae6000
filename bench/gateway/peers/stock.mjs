// Apollo Server and Apollo Gateway, started as documented. Forwards the caller's authorization to subgraphs.
import { readFile } from 'node:fs/promises';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';

class Authorized extends RemoteGraphQLDataSource {
  willSendRequest({ request, context }) {
    if (context.authorization) request.http.headers.set('authorization', context.authorization);
  }
}

const gateway = new ApolloGateway({
  supergraphSdl: await readFile(process.env.SUPERGRAPH, 'utf8'),
  buildService: ({ url }) => new Authorized({ url }),
});
await startStandaloneServer(new ApolloServer({ gateway }), {
  context: async ({ req }) => ({ authorization: req.headers.authorization }),
  listen: { port: Number(process.env.PORT), host: '127.0.0.1' },
});
