/** The command `npm run schema -- compose [--check]`. */
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Composed, CompositionError, compose, writeComposed } from './compose.ts';

const USAGE = `Usage: npm run schema -- compose [--check] [--config FILE]
  compose          writes supergraph.graphql and api.graphql beside the configuration
  compose --check  writes nothing; exit code 1 when the files are not what composing gives
  --config FILE    default: schema/config.json\n`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { check: { type: 'boolean', default: false }, config: { type: 'string' } },
  });
  if (positionals.length !== 1 || positionals[0] !== 'compose') {
    process.stderr.write(USAGE);
    return 2;
  }
  const config = values.config ? resolve(values.config) : join(import.meta.dirname, '..', 'config.json');
  const composed = await compose(config);
  return values.check ? check(config, composed) : write(config, composed);
}

async function write(config: string, composed: Composed): Promise<number> {
  const changed = await writeComposed(config, composed);
  process.stdout.write(changed.length > 0 ? `Wrote ${changed.join(' and ')}.\n` : 'Nothing changed.\n');
  return 0;
}

async function check(config: string, composed: Composed): Promise<number> {
  for (const [name, text] of Object.entries(composed)) {
    const file = join(dirname(config), `${name}.graphql`);
    if ((await readFile(file, 'utf8').catch(() => undefined)) === text) continue;
    process.stderr.write(
      `${name}.graphql is not what the subgraphs compose to: run npm run schema -- compose.\n`,
    );
    return 1;
  }
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof CompositionError) && !(error instanceof TypeError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
