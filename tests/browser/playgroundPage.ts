/** Serves GraphQL Playground's page, as graphql-playground-html writes it, at its own origin. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../../dev/src/services.ts';

const VERSION = '1.7.28';
/**
 * Downloaded once. Playground depends on 300 npm packages, but everything that runs is in these two files.
 */
const CACHE = join(ROOT, `node_modules/.cache/graphql-playground-react-${VERSION}`);
const FILES = { '/middleware.js': 'text/javascript', '/index.css': 'text/css' } as const;

export interface PlaygroundPage extends AsyncDisposable {
  readonly origin: string;
}

/** The options of `GraphQLPlayground.init`, as far as they are used here. */
export interface PlaygroundOptions {
  readonly endpoint: string;
  readonly subscriptionEndpoint: string;
  readonly tabs: readonly {
    readonly endpoint: string;
    readonly name: string;
    readonly query: string;
    readonly headers?: Readonly<Record<string, string>>;
  }[];
}

/** @param options is called for each page load. */
export async function servePlayground(
  port: number,
  options: () => PlaygroundOptions,
): Promise<PlaygroundPage> {
  const files = await loadFiles();
  const server = createServer(({ url = '' }, response) => {
    const file = files.get(url);
    response.setHeader('content-type', file?.type ?? 'text/html; charset=utf-8');
    response.end(file?.content ?? pageOf(options()));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://localhost:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function pageOf(options: PlaygroundOptions): string {
  return `<!doctype html>
<html>
  <head>
    <meta charset="utf-8" />
    <title>GraphQL Playground</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/index.css" />
  </head>
  <body>
    <div id="root"></div>
    <script src="/middleware.js"></script>
    <script>GraphQLPlayground.init(document.getElementById('root'), ${JSON.stringify(options)})</script>
  </body>
</html>`;
}

async function loadFiles() {
  const loaded = Object.entries(FILES).map(async ([path, type]) => {
    const folder = type === 'text/css' ? 'css' : 'js';
    const content = await readFile(join(await builtFolder(), 'static', folder, path));
    return [path, { type, content }] as const;
  });
  return new Map(await Promise.all(loaded));
}

let built: Promise<string> | undefined;

/** Downloads the package with npm, once for each clone. */
function builtFolder(): Promise<string> {
  built ??= readFile(join(CACHE, 'package/package.json')).then(
    () => join(CACHE, 'package/build'),
    async () => {
      const run = promisify(execFile);
      const fresh = `${CACHE}.${process.pid}`;
      await mkdir(fresh, { recursive: true });
      const asked = ['pack', `graphql-playground-react@${VERSION}`, '--pack-destination', fresh, '--silent'];
      const { stdout } = await run('npm', asked, { cwd: ROOT });
      await run('tar', ['xzf', join(fresh, stdout.trim())], { cwd: fresh });
      await rename(fresh, CACHE);
      return join(CACHE, 'package/build');
    },
  );
  return built;
}
