/** `npm run compose:env`: writes `.env` for docker-compose.yml, with random passwords and keys. */
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newLines } from './compose/env.ts';
import { ROOT } from './services.ts';

const file = join(ROOT, '.env');
const present = await readFile(file, 'utf8').catch(() => undefined);
const lines = newLines(present);
if (lines.length > 0) await appendFile(file, `${lines.join('\n')}\n`, { mode: 0o600 });
const message =
  present === undefined
    ? 'Wrote .env: passwords and keys for docker compose.'
    : lines.length > 0
      ? `Added to .env: ${lines.map((line) => line.split('=', 1)).join(', ')}.`
      : '.env is complete already; left unchanged.';
process.stdout.write(`${message}\n`);
