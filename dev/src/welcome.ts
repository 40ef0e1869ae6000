import { ACCOUNTS, DEMO_PASSWORD } from './demo/accounts.ts';
import type { Holdfast } from './holdfast.ts';
import { SUBGRAPHS, WORKERS } from './services.ts';

const FIRST_QUERY = '{ products(first: 3) { nodes { name available price { amount currency } } } }';

/**
 * Returns the text that is printed when everything is ready: the addresses, the accounts, and a first query.
 */
export function welcome(holdfast: Holdfast, seconds: number): string {
  const { url, ports, databases } = holdfast;
  const list = (names: readonly (keyof typeof ports)[]) =>
    names.map((name) => `${name} :${ports[name]}`).join('   ');
  const accounts = ACCOUNTS.map(({ user, role, wallet }) =>
    [user.email.padEnd(18), role.padEnd(9), wallet === null ? '' : `wallet ${wallet} USD`]
      .join(' ')
      .trimEnd(),
  );
  return [
    '',
    `Holdfast is ready (${seconds.toFixed(1)} s).`,
    '',
    `  GraphQL IDE  ${url}/graphql`,
    `  Subgraphs    ${list(SUBGRAPHS)}`,
    `  Workers      ${list(WORKERS)}`,
    `  Mail         ${holdfast.mail}`,
    `  Databases    ${databases.description.postgres}`,
    `               ${databases.description.mongo}`,
    '',
    `  Demo accounts, password ${DEMO_PASSWORD}:`,
    ...accounts.map((line) => `    ${line}`),
    '',
    '  A first query:',
    `    curl ${url}/graphql -H 'content-type: application/json' \\`,
    `      -d '{"query":"${FIRST_QUERY}"}'`,
    '',
    '  Ctrl-C stops it; the data stays. npm run demo:reset restores the demo data.',
    '',
  ].join('\n');
}
