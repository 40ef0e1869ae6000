/** The process of `npm run schema -- COMMAND`. What it does stands in `cli.ts`. */
import { text } from 'node:stream/consumers';
import { runCli } from './cli.ts';
import { limitHeapGrowth } from './limitHeapGrowth.ts';

limitHeapGrowth();
process.exitCode = await runCli(process.argv.slice(2), {
  cwd: process.cwd(),
  stdin: () => text(process.stdin),
  out: (written) => process.stdout.write(written),
  err: (written) => process.stderr.write(written),
});
