/** The process of `npm run schema -- COMMAND`; `cli.ts` has its logic. */
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
