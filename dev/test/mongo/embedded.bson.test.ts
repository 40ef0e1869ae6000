import { deserialize, serialize } from 'bson';
import { expect, test } from 'vitest';
import { decode } from '../../src/mongo/bson/decode.ts';
import { elementsOf } from '../../src/mongo/bson/elements.ts';
import { encode, encodeChanges } from '../../src/mongo/bson/encode.ts';
import { decodePlain } from '../../src/mongo/bson/plain.ts';
import { type Doc, field, type Value } from '../../src/mongo/bson/values.ts';
import { describeEmbedded } from './embedded.ts';
import { type Random, randomValue, seeded } from './random.ts';

const NAMES = [
  '_id',
  'a',
  'b',
  'saga',
  'ä',
  '',
  'a name of more than sixty-four letters, which is not kept for reuse',
];

function randomDoc(random: Random): Doc {
  const doc: Doc = {};
  for (let n = random.below(6); n > 0; n--) doc[random.pick(NAMES)] = randomValue(random, 3);
  return doc;
}

const reference = (doc: Doc) => Buffer.from(serialize(doc, { ignoreUndefined: true }));

/** Without what no BSON has: a field that is undefined, and undefined in an array, which becomes null. */
function stored(value: Value): Value {
  return field(decode(reference({ value })), 'value');
}

describeEmbedded('BSON of the embedded server', () => {
  test('is the same as that of the package, in both directions', () => {
    const random = seeded(1);
    for (let n = 0; n < 5_000; n++) {
      const doc = randomDoc(random);
      const bytes = encode(doc);
      expect(bytes.equals(reference(doc))).toBe(true);
      expect(encode(decode(bytes)).equals(bytes)).toBe(true);
      const plain = decodePlain(bytes);
      if (plain) expect(reference(plain).equals(bytes)).toBe(true);
    }
  });

  test('bytes that are changed at random are read as the package reads them, or left to it', () => {
    const random = seeded(2);
    const options = { promoteValues: false, bsonRegExp: true, validation: { utf8: true } };
    let read = 0;
    for (let n = 0; n < 20_000; n++) {
      const bytes = encode({ a: randomValue(random), b: 'text', c: { d: [1, 'ü'] } });
      for (let changes = random.below(3); changes >= 0; changes--)
        bytes[random.below(bytes.length)] = random.below(256);
      const plain = decodePlain(bytes);
      if (plain === undefined) continue;
      read++;
      expect(encode(plain).equals(Buffer.from(serialize(deserialize(bytes, options))))).toBe(true);
    }
    expect(read).toBeGreaterThan(1_000);
  });

  test('a changed document is encoded like a new one, and the changed fields are named', () => {
    const random = seeded(3);
    for (let n = 0; n < 3_000; n++) {
      const raw = encode(randomDoc(random));
      const doc = decode(raw);
      const after = { ...doc };
      for (let changes = random.below(4); changes > 0; changes--) {
        const name = random.pick(NAMES);
        if (random.below(3) === 0) delete after[name];
        else after[name] = randomValue(random);
      }
      const encoded = encodeChanges({ raw, doc, elements: elementsOf(raw) }, after);
      expect(encoded.raw.equals(encode(after))).toBe(true);
      expect(encoded.elements).toEqual(elementsOf(encoded.raw));
      const differs = (name: string) =>
        !encode({ v: stored(doc[name]) }).equals(encode({ v: stored(after[name]) }));
      expect([...encoded.changed].sort()).toEqual(NAMES.filter(differs).sort());
    }
  });
});
