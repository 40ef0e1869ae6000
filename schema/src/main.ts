/** The process of `npm run schema -- COMMAND`. What it does stands in `cli.ts`. */
import { runCli } from './cli.ts';
import { limitHeapGrowth } from './limitHeapGrowth.ts';

limitHeapGrowth();
process.exitCode = await runCli(process.argv.slice(2), {
  cwd: process.cwd(),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
