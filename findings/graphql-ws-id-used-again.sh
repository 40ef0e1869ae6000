#!/usr/bin/env bash
# On a graphql-ws server, an operation that reuses the id of one that its client has just completed receives
# that one's last event and its `complete`.
#
# Seen with graphql-ws 6.4.2, ws 8.20.0 and graphql 16.15.0 on Node 24 and 20, on 2026-11-30.
#
# A client sends `complete` for the id "1" and, in the next message, `subscribe` with the id "1" again; the
# server accepts it without reporting the id as in use. The first operation's source is still waiting for its
# next event. When that arrives, the server sends it under the id, followed by `complete`: the client receives
# a value that its second operation never requested and, if it follows the protocol, considers the second
# operation ended while the server continues it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "type": "module" }' >package.json
npm install --silent --no-audit --no-fund graphql@16.15.0 graphql-ws@6.4.2 ws@8.20.0

cat >run.js <<'JS'
import { once } from 'node:events';
import { buildSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocket, WebSocketServer } from 'ws';

const schema = buildSchema('type Query { now: Int } type Subscription { tick(from: Int!): Int }');
schema.getSubscriptionType().getFields().tick.subscribe = async function* (_, { from }) {
  for (let n = from; ; n++) {
    yield { tick: n };
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
};
const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
useServer({ schema }, server);
await once(server, 'listening');

const client = new WebSocket(`ws://127.0.0.1:${server.address().port}`, 'graphql-transport-ws');
const send = (message) => client.send(JSON.stringify(message));
const subscribe = (from) => send({ id: '1', type: 'subscribe', payload: { query: `subscription { tick(from: ${from}) }` } });
client.on('open', () => send({ type: 'connection_init' }));
client.on('message', (bytes) => {
  const { type, payload } = JSON.parse(bytes);
  const value = payload?.data.tick;
  console.log(type, value ?? '');
  if (type === 'connection_ack') subscribe(100);
  if (value === 100) {
    send({ id: '1', type: 'complete' });
    subscribe(200);
  }
  if (value === 202) process.exit();
});
JS
node run.js | sed 's/ *$//' | sort | tee seen

diff - seen <<'SEEN'
complete
connection_ack
next 100
next 101
next 200
next 201
next 202
SEEN
