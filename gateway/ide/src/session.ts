import { createStore, type Store } from './store.ts';

/** The user whom this browser tab acts as. */
export type SessionState =
  | { readonly status: 'anonymous'; readonly notice: string | undefined }
  | { readonly status: 'signedIn'; readonly name: string; readonly accessToken: string };

export interface SessionStore extends Store<SessionState> {
  signIn(name: string, accessToken: string): void;
  /** @param notice tells the user why they are signed out. */
  signOut(notice?: string): void;
}

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;

const KEY = 'holdfast.session';

/** @param storage sessionStorage, so that a session ends with its browser tab. */
export function createSessionStore(storage: Storage): SessionStore {
  const { get, subscribe, set } = createStore(read(storage));
  return {
    get,
    subscribe,
    signIn(name, accessToken) {
      storage.setItem(KEY, JSON.stringify({ name, accessToken }));
      set({ status: 'signedIn', name, accessToken });
    },
    signOut(notice) {
      storage.removeItem(KEY);
      set({ status: 'anonymous', notice });
    },
  };
}

function read(storage: Storage): SessionState {
  try {
    const { name, accessToken } = JSON.parse(storage.getItem(KEY) ?? '{}');
    if (typeof name === 'string' && typeof accessToken === 'string') {
      return { status: 'signedIn', name, accessToken };
    }
  } catch {
    // Not ours, or damaged: treat as anonymous.
  }
  return { status: 'anonymous', notice: undefined };
}
