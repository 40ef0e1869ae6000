/**
 * Runs one `schema` command and writes its measurements to file descriptor 3: seconds since the process
 * started, seconds of CPU time, and peak memory.
 */
import { writeSync } from 'node:fs';
import { runCli } from '../../schema/src/cli.ts';
import { limitHeapGrowth } from '../../schema/src/limitHeapGrowth.ts';

limitHeapGrowth();
process.exitCode = await runCli(process.argv.slice(2), {
  cwd: process.cwd(),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
const { user, system } = process.cpuUsage();
const cpuSeconds = (user + system) / 1e6;
writeSync(3, JSON.stringify({ seconds: performance.now() / 1000, cpuSeconds, megabytes }));
