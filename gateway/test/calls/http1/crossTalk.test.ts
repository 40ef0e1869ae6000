import { expect, test } from 'vitest';
import { DEFAULT_CONNECTION_POLICY } from '../../../src/subgraphs/connectionPolicy.ts';
import { createHttp1Transport } from '../../../src/subgraphs/http1/transport.ts';
import { answerOf, type RawRequest, startRawServer, writeParts } from './rawServer.ts';

const CALLS = 1_000;
const CONNECTION_POLICY = { ...DEFAULT_CONNECTION_POLICY, maxConnections: 8 };

/** A seeded random generator (mulberry32). */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const chunkedAnswer = (parts: readonly string[]) =>
  `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${parts
    .map((part) => `${part.length.toString(16)};n=1\r\n${part}\r\n`)
    .join('')}0\r\nx: y\r\n\r\n`;

/**
 * Answers with the request's own body and some padding, split anywhere, and misbehaves in every way it knows.
 */
async function answerAnyhow(
  { body, socket }: RawRequest,
  random: (below: number) => number,
  giveUp: (body: string) => void,
) {
  const text = `${body} ${'x'.repeat(random(20) === 0 ? 60_000 : random(300))} ${body}`;
  const whole = random(2) === 0 ? answerOf(text) : chunkedAnswer([text.slice(0, 9), text.slice(9)]);
  const fate = random(20);
  if (fate === 0) return void socket.destroy();
  if (fate === 1) return void socket.end(whole.slice(0, random(whole.length)));
  if (fate === 2) return void socket.end(whole);
  if (fate === 3) return void socket.write(whole + answerOf('for nobody'));
  if (fate === 4) return void socket.write(whole.replace('HTTP/1.1', 'HTTP/3'));
  // Its client disconnects during the answer, or with it.
  const isGivenUp = fate === 5 || fate === 6;
  const cuts = Array.from({ length: random(4) }, () => random(whole.length)).toSorted((a, b) => a - b);
  const parts = [0, ...cuts].map((from, n) => whole.slice(from, cuts[n] ?? whole.length));
  await writeParts(socket, isGivenUp ? parts.slice(0, -1) : parts);
  if (isGivenUp) giveUp(body);
}

test('no call ever gets a byte of another’s answer, whatever happens to earlier calls', async () => {
  const random = chance(7);
  const clients = new Map<string, AbortController>(
    Array.from({ length: CALLS }, (_, n) => [`"call ${n} of ${CALLS}"`, new AbortController()] as const),
  );
  const bodies = [...clients.keys()];
  const giveUp = (body: string) => {
    clients.get(body)?.abort();
    // Another call's bytes, while it waits, is in flight, or has been answered.
    clients.get(bodies[random(CALLS)]!)?.abort();
  };
  await using server = await startRawServer((request) => void answerAnyhow(request, random, giveUp));
  const transport = createHttp1Transport('stock', server.url, CONNECTION_POLICY);
  let most = 0;
  const calls = Array.from(clients, async ([body, { signal }]) => {
    const sent = transport.send({ headers: {}, body, timeout: 60_000, signal });
    const text = await sent.then(
      (reply) => reply.text,
      () => null,
    );
    const { busy, idle } = transport.figures?.() ?? { busy: 0, idle: 0 };
    most = Math.max(most, busy + idle);
    return { body, text };
  });
  const answered = (await Promise.all(calls)).filter(({ text }) => text !== null);
  const wrong = answered.filter(({ body, text }) => text?.replaceAll('x', '') !== `${body}  ${body}`);
  expect(wrong).toEqual([]);
  expect(answered.length).toBeGreaterThan(CALLS / 2);
  expect(answered.length).toBeLessThan((CALLS * 9) / 10);
  expect(most).toBe(CONNECTION_POLICY.maxConnections);
  await transport.end();
});

test('a thousand calls over eight connections each get their own answer', async () => {
  await using server = await startRawServer(
    ({ body, socket }) => void socket.write(answerOf(`answer to ${body}`)),
  );
  const transport = createHttp1Transport('stock', server.url, CONNECTION_POLICY);
  const bodies = Array.from({ length: CALLS }, (_, n) => `call ${n}`);
  const replies = await Promise.all(
    bodies.map((body) => transport.send({ headers: {}, body, timeout: 20_000, signal: null })),
  );
  expect(replies.map(({ text }) => text)).toEqual(bodies.map((body) => `answer to ${body}`));
  expect(server.connections()).toBe(CONNECTION_POLICY.maxConnections);
  await transport.end();
  await server.ended(CONNECTION_POLICY.maxConnections);
});
