/** Seconds for which an access token is valid. */
export const ACCESS_TOKEN_LIFETIME = 15 * 60;

/** When a key was made and from when it signs: the times that its place in the rotation follows from. */
export interface KeyTimes {
  readonly createdAt: Date;
  /** Later than `createdAt`, but for the first key of all: it is published before it signs. */
  readonly signsFrom: Date;
}

/** Milliseconds after which the newest key gets a successor. */
const ROTATION = 30 * 24 * 60 * 60 * 1000;

/** Milliseconds that a key is published before it signs: longer than anybody caches the public keys. */
const LEAD = 15 * 60 * 1000;

/** Milliseconds that a key stays published after it signed last: its last token's life, and as long again. */
const AFTERLIFE = 2 * ACCESS_TOKEN_LIFETIME * 1000;

/** From when a key that is made now signs. */
export function signsFrom(now: Date, isFirst: boolean): Date {
  return isFirst ? now : new Date(now.getTime() + LEAD);
}

export function needsSuccessor({ createdAt }: KeyTimes, now: Date): boolean {
  return now.getTime() - createdAt.getTime() >= ROTATION;
}

/** The key that signs now: the first of all does by whatever clock. @param keys the newest first. */
export function signingKeyOf<Key extends KeyTimes>(keys: readonly Key[], now: Date): Key | undefined {
  return keys.find((key) => key.signsFrom <= now) ?? keys.at(-1);
}

/** The keys whose tokens can still be good, or will be. @param keys the newest first. */
export function publishedKeysOf<Key extends KeyTimes>(keys: readonly Key[], now: Date): Key[] {
  return keys.filter((_, place) => {
    const successor = keys[place - 1];
    return !successor || now.getTime() < successor.signsFrom.getTime() + AFTERLIFE;
  });
}
