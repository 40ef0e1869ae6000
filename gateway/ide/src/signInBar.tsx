import { useState, useSyncExternalStore } from 'react';
import logo from './favicon.svg';
import { client, session } from './page.ts';

const PASSWORD = 'holdfast-demo';
const DEMO_USERS = ['alice', 'bob', 'carol', 'staff'];

/** The bar above the IDE: it shows the tab's user, and switches to another with one click. */
export function SignInBar() {
  const state = useSyncExternalStore(session.subscribe, session.get);
  const [busy, setBusy] = useState(false);

  const signIn = async (user: string) => {
    setBusy(true);
    await client.signIn(`${user}@demo.test`, PASSWORD);
    setBusy(false);
  };

  return (
    <header className="bar">
      <img src={logo} alt="" width="22" height="22" />
      <h1>
        Holdfast <small>GraphQL</small>
      </h1>
      <p role="status">
        {state.status === 'signedIn' ? (
          <>
            Signed in as <strong>{state.name}</strong>
            {' · '}
            <button type="button" className="link" onClick={() => session.signOut()}>
              sign out
            </button>
          </>
        ) : (
          <>
            Anonymous
            {state.notice !== undefined && <span className="notice"> · {state.notice}</span>}
          </>
        )}
      </p>
      <fieldset disabled={busy} aria-label="Sign in as a demo user">
        <span>Sign in as</span>
        {DEMO_USERS.map((user) => (
          <button key={user} type="button" onClick={() => signIn(user)}>
            {user}
          </button>
        ))}
      </fieldset>
    </header>
  );
}
