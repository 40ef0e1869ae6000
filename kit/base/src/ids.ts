import { v7, validate, version } from 'uuid';
import type { NewId } from './clock.ts';

/** A new UUIDv7 (RFC 9562 section 5.7): sorts by the time it was made. For `main` files; below them ids come in. */
export const newUuid: NewId = () => v7();

/** Whether `text` is a UUIDv7 in its canonical lower-case form, the only form an id has here. */
export function isId(text: string): boolean {
  return validate(text) && version(text) === 7 && text === text.toLowerCase();
}
