/** Sessions of customers, and how they are kept alive. */
import { setTimeout as delay } from 'node:timers/promises';
import { PASSWORD } from '../../e2e/shop.ts';
import type { Send } from './client.ts';
import type { Customer } from './population.ts';
import { noteOutcome, type Witness } from './witness.ts';

export interface Session {
  readonly customer: Customer;
  /** Returns the current access token. */
  token(): string;
  /** Exchanges the tokens for new ones. Refreshes run one at a time. */
  refresh(): Promise<void>;
}

interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

const TOKENS = '{ accessToken refreshToken }';
const LOGIN = `mutation ($email: String!, $password: String!) { session: login(email: $email, password: $password) ${TOKENS} }`;
const REFRESH = `mutation ($token: String!) { session: refreshSession(refreshToken: $token) ${TOKENS} }`;

/** Milliseconds between two attempts, when an answer is lost. */
const RETRY = 1_500;
/** Milliseconds within which a spent token works once more (subgraphs/users/README.md). */
const GRACE = 10_000;

export async function signIn(send: Send, witness: Witness, customer: Customer): Promise<Session> {
  let tokens = await login();
  let last: Promise<void> = Promise.resolve();

  async function login(): Promise<Tokens> {
    for (;;) {
      const reply = await send({ document: LOGIN, variables: { email: customer.email, password: PASSWORD } });
      if (reply.kind === 'answer') return reply.data.session;
      if (reply.kind === 'refused') throw new Error(`${customer.email} cannot sign in: ${reply.code}`);
      await delay(RETRY);
    }
  }

  /**
   * A lost answer may be requested once more, and soon. A client that loses that one too has lost the
   * session.
   */
  async function refresh(): Promise<void> {
    const ask = () => send({ document: REFRESH, variables: { token: tokens.refreshToken } });
    const asked = performance.now();
    let reply = await ask();
    if (reply.kind === 'lost') {
      noteOutcome(witness, 'refresh', `lost (${reply.code})`);
      await delay(RETRY);
      if (performance.now() - asked < GRACE - RETRY) reply = await ask();
    }
    noteOutcome(witness, 'refresh', reply.kind === 'answer' ? 'done' : reply.kind);
    if (reply.kind === 'answer') {
      tokens = reply.data.session;
      return;
    }
    // The token was used correctly, so a refusal means that the shop lost the session.
    if (reply.kind === 'refused') witness.lostSessions.push(`${customer.email} (${reply.code})`);
    tokens = await login();
  }

  return {
    customer,
    token: () => tokens.accessToken,
    refresh: () => {
      last = last.then(refresh);
      return last;
    },
  };
}
