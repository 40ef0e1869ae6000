#!/usr/bin/env bash
# An undici 7 Pool with `clientTtl` and a connection limit leaves requests waiting when its last connection
# has expired.
#
# Seen with undici 7.30.2 on Node 24 and 20, on 2026-11-30; undici 8.13.1 (Node 24) answers them.
#
# All connections have outlived `clientTtl` when a request arrives. The pool closes them and queues the
# request, because it is at its connection limit; then it has no connection, and nothing opens another. That
# request and those that follow it immediately wait until a later request arrives. The request's own timeout
# does not apply, because no connection has it yet.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "type": "module" }' >package.json
npm install --silent --no-audit --no-fund undici@7.30.2

cat >run.js <<'JS'
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'undici';

const server = createServer((request, response) => response.end('answer')).listen(0, '127.0.0.1');
await once(server, 'listening');
for (const options of [{}, { clientTtl: 300 }]) {
  const pool = new Pool(`http://127.0.0.1:${server.address().port}`, { connections: 1, ...options });
  const ask = async () => (await pool.request({ path: '/', method: 'GET' })).body.text();
  await ask();
  await delay(600);
  const three = [ask(), ask(), ask()].map((each) => Promise.race([each, delay(5_000, 'still waits after 5 s')]));
  console.log(JSON.stringify(options), (await Promise.all(three)).join(', '));
  const { connected, queued } = pool.stats;
  console.log(`  ${connected} connection(s), ${queued} queued`);
}
process.exit();
JS
node run.js | tee seen

diff - seen <<'SEEN'
{} answer, answer, answer
  1 connection(s), 0 queued
{"clientTtl":300} still waits after 5 s, still waits after 5 s, still waits after 5 s
  0 connection(s), 3 queued
SEEN
