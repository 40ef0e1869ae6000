/** `npm start`: runs the shop until Ctrl-C or SIGTERM. */
import { OperatorError } from '@holdfast/kit/errors';
import { type Holdfast, startHoldfast } from './holdfast.ts';
import { readSettings } from './settings.ts';
import { welcome } from './welcome.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);
const complain = (line: string) => process.stderr.write(`holdfast: ${line}\n`);

const started = performance.now();
const seconds = () => (performance.now() - started) / 1000;

let starting: Promise<Holdfast> | undefined;
let stopping = false;

/** Ends everything that was started, even when the start is still going on. */
async function end(exitCode: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  await starting?.then((holdfast) => holdfast.stop()).catch(() => {});
  process.exit(exitCode);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!stopping) say('\nEnding …');
    void end(0);
  });
}

try {
  starting = startHoldfast({
    ...readSettings(process.env),
    progress: (line) => {
      if (!stopping) say(`${seconds().toFixed(1).padStart(5)} s  ${line}`);
    },
    warn: complain,
  });
  const holdfast = await starting;
  if (!stopping) say(welcome(holdfast, seconds()));
  await holdfast.failed;
} catch (error) {
  if (!stopping) {
    const known = error instanceof OperatorError || (starting && error instanceof Error);
    complain(known ? (error as Error).message : String(error instanceof Error ? error.stack : error));
    await end(1);
  }
}
