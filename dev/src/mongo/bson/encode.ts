/** Writes BSON: whole documents, and changed ones from the bytes of the unchanged fields. */
import { Double, ObjectId, serialize } from 'bson';
import type { Element } from './elements.ts';
import { type Doc, isDoc, type Value } from './values.ts';

/** Receives the documents of this thread, which are then copied to a buffer of their own size. */
let scratch = Buffer.allocUnsafeSlow(64 * 1024);
let at = 0;

/** Encodes a document. A field that is undefined is left out. */
export function encode(doc: Doc): Buffer {
  at = 0;
  writeDoc(doc);
  return Buffer.from(scratch.subarray(0, at));
}

/** A document and where its top-level fields are in its BSON. */
export interface Encoded {
  readonly raw: Uint8Array;
  readonly doc: Doc;
  readonly elements: ReadonlyMap<string, Element>;
}

/**
 * Encodes a document that shares values with an encoded one: the bytes of each top-level field that is the
 * same value are copied.
 * @returns also the names of the top-level fields whose bytes differ, removed ones included.
 */
export function encodeChanges(
  before: Encoded,
  after: Doc,
): { raw: Buffer; elements: Map<string, Element>; changed: Set<string> } {
  const elements = new Map<string, Element>();
  const changed = new Set<string>();
  at = 4;
  for (const name of Object.keys(after)) {
    const value = after[name];
    if (value === undefined) continue;
    const start = at;
    const known = before.elements.get(name);
    if (known !== undefined && before.doc[name] === value) {
      writeBytes(before.raw, known.start, known.end);
    } else {
      writeElement(name, value);
      if (known === undefined || !isSame(before.raw, known, start)) changed.add(name);
    }
    elements.set(name, { start, end: at });
  }
  for (const name of before.elements.keys()) if (!elements.has(name)) changed.add(name);
  endDoc(0);
  return { raw: Buffer.from(scratch.subarray(0, at)), elements, changed };
}

/** Returns true when the bytes that were written from `start` on are those of the element. */
function isSame(raw: Uint8Array, { start: from, end }: Element, start: number): boolean {
  return end - from === at - start && scratch.compare(raw, from, end, start, at) === 0;
}

function reserve(size: number): void {
  if (at + size <= scratch.length) return;
  const larger = Buffer.allocUnsafeSlow(Math.max(2 * scratch.length, at + size));
  scratch.copy(larger, 0, 0, at);
  scratch = larger;
}

function writeBytes(bytes: Uint8Array, start: number, end: number): void {
  reserve(end - start);
  scratch.set(bytes.subarray(start, end), at);
  at += end - start;
}

function writeDoc(doc: Doc): void {
  const start = beginDoc();
  for (const name of Object.keys(doc)) {
    const value = doc[name];
    if (value !== undefined) writeElement(name, value);
  }
  endDoc(start);
}

function writeArray(values: readonly Value[]): void {
  const start = beginDoc();
  for (let i = 0; i < values.length; i++) writeElement(String(i), values[i] ?? null);
  endDoc(start);
}

function beginDoc(): number {
  reserve(5);
  const start = at;
  at += 4;
  return start;
}

function endDoc(start: number): void {
  reserve(1);
  scratch[at++] = 0;
  writeInt32At(start, at - start);
}

function writeElement(name: string, value: Value): void {
  switch (typeof value) {
    case 'string': {
      writeHead(0x02, name);
      reserve(4);
      const start = at;
      at += 4;
      writeText(value);
      writeInt32At(start, at - start - 4);
      return;
    }
    case 'number':
      if ((value | 0) !== value || Object.is(value, -0)) break;
      writeHead(0x10, name);
      reserve(4);
      writeInt32At(at, value);
      at += 4;
      return;
    case 'boolean':
      writeHead(0x08, name);
      reserve(1);
      scratch[at++] = value ? 1 : 0;
      return;
    case 'bigint':
      if (BigInt.asIntN(64, value) !== value) break;
      writeHead(0x12, name);
      reserve(8);
      at = scratch.writeBigInt64LE(value, at);
      return;
    case 'object':
      if (writeObject(name, value)) return;
  }
  const bytes = serialize({ [name]: value }, { ignoreUndefined: true });
  writeBytes(bytes, 4, bytes.byteLength - 1);
}

/** Returns false for a type that `serialize` has to write. */
function writeObject(name: string, value: Value & (object | null)): boolean {
  if (value === null) {
    writeHead(0x0a, name);
  } else if (Array.isArray(value)) {
    writeHead(0x04, name);
    writeArray(value);
  } else if (isDoc(value)) {
    writeHead(0x03, name);
    writeDoc(value);
  } else if (value instanceof Date) {
    const time = value.getTime();
    if (!Number.isSafeInteger(time)) return false;
    writeHead(0x09, name);
    reserve(8);
    writeInt32At(at, time | 0);
    writeInt32At(at + 4, Math.floor(time / 0x1_0000_0000));
    at += 8;
  } else if (value instanceof Double) {
    writeHead(0x01, name);
    reserve(8);
    at = scratch.writeDoubleLE(value.value, at);
  } else if (value instanceof ObjectId) {
    writeHead(0x07, name);
    writeBytes(value.id, 0, 12);
  } else {
    return false;
  }
  return true;
}

function writeHead(type: number, name: string): void {
  reserve(1);
  scratch[at++] = type;
  if (name.includes('\0')) throw new Error(`The field name ${JSON.stringify(name)} contains a null byte.`);
  writeText(name);
}

/** Writes UTF-8 and a null byte. */
function writeText(text: string): void {
  const { length } = text;
  reserve(3 * length + 1);
  if (length > 32 || !tryAscii(text)) at += scratch.write(text, at);
  scratch[at++] = 0;
}

/** For short texts, a call of `write` takes longer than this loop. */
function tryAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return false;
    scratch[at + i] = code;
  }
  at += text.length;
  return true;
}

function writeInt32At(place: number, value: number): void {
  scratch[place] = value;
  scratch[place + 1] = value >>> 8;
  scratch[place + 2] = value >>> 16;
  scratch[place + 3] = value >>> 24;
}
