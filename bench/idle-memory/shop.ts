/** Starts a whole shop, as `npm start` does, from the tree of any revision. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../dev/src/ports.ts';

export interface Shop {
  readonly child: ChildProcess;
  readonly url: string;
}

export async function start(
  tree: string,
  dataDir: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<Shop> {
  const port = await freePort();
  const { scripts } = JSON.parse(await readFile(join(tree, 'package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  // `exec node … dev/src/main.ts`
  const child = spawn(process.execPath, scripts.start.split(' ').slice(2), {
    cwd: tree,
    env: {
      ...process.env,
      NODE_COMPILE_CACHE: undefined,
      PORT: String(port),
      DATA_DIR: dataDir,
      METRICS_PORT: 'off',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.once('exit', () => child.kill());
  for await (const chunk of child.stdout ?? []) if (String(chunk).includes('is ready')) break;
  return { child, url: `http://localhost:${port}/graphql` };
}

export async function ask(
  url: string,
  query: string,
  token?: string,
  headers: Readonly<Record<string, string>> = {},
) {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as Answer;
}

export interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Record<string, unknown> }[];
  readonly extensions?: { readonly cost?: { readonly estimated: number; readonly max: number } };
}

export async function signIn(url: string, email: string): Promise<string> {
  const login = `mutation { login(email: "${email}", password: "holdfast-demo") { accessToken } }`;
  const { login: session } = ((await ask(url, login)).data ?? {}) as { login?: { accessToken: string } };
  if (!session) throw new Error(`${email} cannot sign in.`);
  return session.accessToken;
}
