// Generates the load in a separate process. Its parent sends a Load (load.ts) and receives `begin` after the
// warm-up, then `end` with the measurement. It is plain JavaScript because only bench/ has the package
// autocannon.
import { once } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import autocannon from 'autocannon';

const [load] = await once(process, 'message');
process.on('disconnect', () => process.exit());

/** Bodies known to be right. Most gateways always send the same one. */
const right = new Set();
const counts = { wrong: 0, failed: 0 };
let answered = 0;
let latencies;
let began;

function isRight(body) {
  if (right.has(body)) return true;
  if (!isDeepStrictEqual(readJson(body), { data: load.expected })) return false;
  if (right.size < 100) right.add(body);
  return true;
}

function readJson(body) {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const run = autocannon(
  {
    url: load.url,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      // Differs for each request, so that no gateway may answer one client with what it fetched for another.
      ...(load.authorize && { authorization: 'Bearer [<id>]' }),
      ...load.headers,
    },
    idReplacement: load.authorize,
    body: JSON.stringify({ query: load.query }),
    connections: load.connections,
    duration: 600,
    timeout: 60,
    verifyBody: isRight,
  },
  () => {},
);
run.on('response', (_client, status, _bytes, time) => {
  answered++;
  if (status !== 200) counts.failed++;
  latencies?.push(time);
});
run.on('reqMismatch', () => counts.wrong++);
run.on('reqError', () => counts.failed++);

/**
 * On a busy machine, a slow gateway counts as warm, and as measured, only once every connection has received
 * answers.
 */
const wave = load.connections;
const started = performance.now();
setInterval(() => {
  const now = performance.now();
  if (latencies === undefined) {
    if (now - started < load.warmUp * 1_000 || answered < wave) return;
    began = now;
    latencies = [];
    process.send({ event: 'begin' });
  } else if (now - began >= load.seconds * 1_000 && latencies.length >= 2 * wave) {
    report((now - began) / 1_000);
  }
}, 10);

function report(seconds) {
  const sorted = Float64Array.from(latencies).sort();
  const quantile = (q) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];
  const requests = sorted.length;
  process.send({ event: 'end', requests, seconds, p50: quantile(0.5), p99: quantile(0.99), ...counts });
  process.disconnect();
  process.exit();
}
