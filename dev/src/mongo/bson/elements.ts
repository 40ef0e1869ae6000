/** The place of a document's field in its BSON: from its type up to, not including, `end`. */
export interface Element {
  readonly start: number;
  readonly end: number;
}

/** Finds the top-level fields of a document that has been decoded before, so its bytes are well-formed. */
export function elementsOf(raw: Uint8Array): Map<string, Element> {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const elements = new Map<string, Element>();
  for (let start = 4; bytes[start] !== 0; ) {
    const nameEnd = bytes.indexOf(0, start + 1);
    const end = endOfValue(bytes, bytes[start] ?? 0, nameEnd + 1);
    elements.set(bytes.toString('utf8', start + 1, nameEnd), { start, end });
    start = end;
  }
  return elements;
}

/** The size of the values whose type has one. */
const SIZES: Readonly<Record<number, number>> = {
  ...{ 1: 8, 6: 0, 7: 12, 8: 1, 9: 8, 10: 0, 16: 4, 17: 8, 18: 8, 19: 16, 127: 0, 255: 0 },
};

function endOfValue(bytes: Buffer, type: number, at: number): number {
  const size = SIZES[type];
  if (size !== undefined) return at + size;
  switch (type) {
    case 0x03:
    case 0x04:
    case 0x0f:
      return at + bytes.readInt32LE(at);
    case 0x02:
    case 0x0d:
    case 0x0e:
      return at + 4 + bytes.readInt32LE(at);
    case 0x05:
      return at + 5 + bytes.readInt32LE(at);
    case 0x0b:
      return bytes.indexOf(0, bytes.indexOf(0, at) + 1) + 1;
    case 0x0c:
      return at + 4 + bytes.readInt32LE(at) + 12;
    default:
      throw new Error(`BSON has no type ${type}.`);
  }
}
