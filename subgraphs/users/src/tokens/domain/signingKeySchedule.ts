/** Seconds for which an access token is valid. */
export const ACCESS_TOKEN_LIFETIME = 15 * 60;

/** The times that decide a key's place in the rotation. */
export interface KeyTimes {
  readonly createdAt: Date;
  /** Later than `createdAt`, because a key is published before it signs; the very first key signs at once. */
  readonly signsFrom: Date;
}

/** Milliseconds after which the newest key gets a successor. */
const ROTATION = 30 * 24 * 60 * 60 * 1000;

/**
 * Milliseconds for which a key is published before it signs: longer than any verifier caches the public keys.
 */
const LEAD = 15 * 60 * 1000;

/**
 * Milliseconds for which a key stays published after it last signed: twice the lifetime of its last token.
 */
const AFTERLIFE = 2 * ACCESS_TOKEN_LIFETIME * 1000;

/** Returns the time from which a key that is made now signs. */
export function signsFrom(now: Date, isFirst: boolean): Date {
  return isFirst ? now : new Date(now.getTime() + LEAD);
}

export function needsSuccessor({ createdAt }: KeyTimes, now: Date): boolean {
  return now.getTime() - createdAt.getTime() >= ROTATION;
}

/** Returns the current signing key; the very first key signs on any clock. @param keys the newest first. */
export function signingKeyOf<Key extends KeyTimes>(keys: readonly Key[], now: Date): Key | undefined {
  return keys.find((key) => key.signsFrom <= now) ?? keys.at(-1);
}

/** Returns the keys whose tokens may be valid, now or later. @param keys the newest first. */
export function publishedKeysOf<Key extends KeyTimes>(keys: readonly Key[], now: Date): Key[] {
  return keys.filter((_, place) => {
    const successor = keys[place - 1];
    return !successor || now.getTime() < successor.signsFrom.getTime() + AFTERLIFE;
  });
}
