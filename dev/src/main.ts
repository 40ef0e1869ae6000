/** `npm start`: runs the shop until Ctrl-C or SIGTERM. */
import { OperatorError } from '@holdfast/kit-base/errors';
import { isHeldUp } from './fileStep.ts';
import { type Holdfast, startHoldfast } from './holdfast.ts';
import { checkSettings } from './serviceSettings.ts';
import { handedOn, readSettings } from './settings.ts';
import { welcome } from './welcome.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);
const complain = (line: string) => process.stderr.write(`holdfast: ${line}\n`);

const started = performance.now();
const seconds = () => (performance.now() - started) / 1000;

const ending = new AbortController();
let starting: Promise<Holdfast> | undefined;

/** Ends everything that was started, even when the start is still going on. */
async function end(exitCode: number): Promise<void> {
  if (ending.signal.aborted) return;
  ending.abort();
  const holdfast = await starting?.catch(() => undefined);
  await holdfast?.stop().catch((error) => complain(messageOf(error)));
  if (isHeldUp()) process.kill(process.pid, 'SIGKILL');
  process.exit(exitCode);
}

/** One line, and for a defect its stack: what an operator can mend comes out of the start, in words. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const known = error instanceof OperatorError || starting;
  return (known ? error.message.split('\n', 1)[0] : error.stack) ?? error.name;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!ending.signal.aborted) say('\nEnding …');
    void end(0);
  });
}
// A terminal that was closed takes no more lines; what runs is ended by SIGHUP.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
process.on('uncaughtException', (error) => {
  complain(error.stack ?? String(error));
  void end(1);
});

try {
  checkSettings(process.env);
  starting = startHoldfast({
    ...readSettings(process.env),
    env: handedOn(process.env),
    signal: ending.signal,
    progress: (line) => {
      if (!ending.signal.aborted) say(`${seconds().toFixed(1).padStart(5)} s  ${line}`);
    },
    warn: (line) => {
      if (!ending.signal.aborted) complain(line);
    },
  });
  const holdfast = await starting;
  if (!ending.signal.aborted) say(welcome(holdfast, seconds()));
  await holdfast.failed;
} catch (error) {
  if (!ending.signal.aborted) {
    complain(messageOf(error));
    await end(1);
  }
}
