import { v7, validate, version } from 'uuid';
import type { NewId } from './clock.ts';

/**
 * Returns a new UUIDv7 (RFC 9562 section 5.7), which sorts by creation time. Only `main` files call it; they
 * pass it to all others.
 */
export const newUuid: NewId = () => v7();

/** Returns true when `text` is a UUIDv7 in canonical lower case, the only form of an id here. */
export function isId(text: string): boolean {
  return validate(text) && version(text) === 7 && text === text.toLowerCase();
}
