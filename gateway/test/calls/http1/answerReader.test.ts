import { expect, test } from 'vitest';
import { AnswerReader } from '../../../src/subgraphs/http1/answerReader.ts';
import { Gathered } from '../../../src/subgraphs/http1/gathered.ts';
import { Malformed } from '../../../src/subgraphs/http1/malformed.ts';
import { BEGUN, GOOD, type GoodAnswer, MALFORMED } from './answers.ts';

const NEXT = 'HTTP/1.1 500 the next';

/** Reads as UTF-8, except the heads of the answers with Latin-1 in them, which are never cut inside it. */
const bytesOf = (text: string) => Buffer.from(text, text.includes('\xe4: ') ? 'latin1' : 'utf8');

/** Reads the parts from one reused buffer, as a connection does. */
function readParts(parts: readonly Buffer[]) {
  const memory = Buffer.alloc(Math.max(...parts.map(({ length }) => length)));
  const reader = new AnswerReader();
  for (const [n, part] of parts.entries()) {
    part.copy(memory);
    const reply = reader.read(memory, part.length);
    if (reply)
      return { reply, left: part.length - reader.taken, unread: parts.length - 1 - n, head: reader.head };
    if (reader.taken > 0 && reader.taken < part.length) throw new Error('It left bytes before its end.');
  }
  return { reply: reader.end(), left: 0, unread: 0, head: reader.head };
}

function expectWhole(
  { status, text, persistent }: GoodAnswer,
  read: ReturnType<typeof readParts>,
  left: number,
) {
  expect(read).toMatchObject({ reply: { status, text }, left, unread: 0, head: { persistent } });
}

const single = (bytes: Buffer) => Array.from(bytes, (byte) => Buffer.from([byte]));

test.each(GOOD)('$name: read whole, byte by byte, and split anywhere', (answer) => {
  const bytes = bytesOf(answer.bytes);
  expectWhole(answer, readParts([bytes]), 0);
  expectWhole(answer, readParts(single(bytes)), 0);
  for (let cut = 1; cut < bytes.length; cut++) {
    expectWhole(answer, readParts([bytes.subarray(0, cut), bytes.subarray(cut)]), 0);
  }
});

test.each(GOOD)('$name: bytes after it are not taken', (answer) => {
  const bytes = bytesOf(answer.bytes);
  const both = Buffer.concat([bytes, Buffer.from(NEXT)]);
  expectWhole(answer, readParts([both]), NEXT.length);
  for (let cut = 1; cut < bytes.length; cut++) {
    expectWhole(answer, readParts([both.subarray(0, cut), both.subarray(cut)]), NEXT.length);
  }
});

test.each(MALFORMED)('%s is refused', (_, text) => {
  const bytes = Buffer.from(text, 'latin1');
  expect(() => readParts([bytes])).toThrow(Malformed);
  const beginning = bytes.subarray(0, 70_000);
  if (beginning.length === bytes.length) expect(() => readParts(single(bytes))).toThrow(Malformed);
});

test.each(BEGUN)('%s is not an answer', (_, text) => {
  const bytes = Buffer.from(text);
  expect(readParts([bytes]).reply).toBeNull();
  if (text !== '') expect(readParts(single(bytes)).reply).toBeNull();
});

test('without a length or chunks the body lasts to the end, and the connection is not reused', () => {
  const bytes = Buffer.from('HTTP/1.1 200 OK\r\ndate: today\r\n\r\n{"data":{}}');
  for (const parts of [[bytes], single(bytes)]) {
    expect(readParts(parts)).toMatchObject({
      reply: { status: 200, text: '{"data":{}}' },
      head: { body: 'close' },
    });
  }
});

test.each([
  ['timeout=5', 5_000],
  ['max=100, timeout=72', 72_000],
  ['Timeout=0', 0],
  ['timeout=x', null],
  ['xtimeout=5', null],
])('the hint %s', (hint, keepAlive) => {
  const bytes = Buffer.from(`HTTP/1.1 200 OK\r\nkeep-alive: ${hint}\r\ncontent-length: 0\r\n\r\n`);
  expect(readParts([bytes]).head).toMatchObject({ keepAlive, persistent: true });
});

test('a body is accepted up to its limit', () => {
  const gathered = new Gathered(1, 10);
  gathered.add(Buffer.from('0123456'), 0, 7);
  gathered.add(Buffer.from('789'), 0, 3);
  expect(gathered.text()).toBe('0123456789');
  expect(() => gathered.add(Buffer.from('0'), 0, 1)).toThrow(Malformed);
});

test('a body in many parts arrives intact', () => {
  const body = Array.from({ length: 200_000 }, (_, n) => String.fromCodePoint(0x61 + (n % 26), 0x1f600)).join(
    '',
  );
  const bytes = Buffer.from(`HTTP/1.1 200 OK\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  const parts = Array.from({ length: Math.ceil(bytes.length / 1_009) }, (_, n) =>
    bytes.subarray(n * 1_009, (n + 1) * 1_009),
  );
  expect(readParts(parts).reply?.text === body).toBe(true);
});
