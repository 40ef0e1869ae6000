/** `npm start`: runs the shop until Ctrl-C or SIGTERM. */
import { OperatorError } from '@holdfast/kit-base/errors';
import { isHeldUp } from './fileStep.ts';
import { type Holdfast, startHoldfast } from './holdfast.ts';
import { checkSettings } from './serviceSettings.ts';
import { forwardedSettings, readSettings } from './settings.ts';
import { welcome } from './welcome.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);
const printError = (line: string) => process.stderr.write(`holdfast: ${line}\n`);

const started = performance.now();
const seconds = () => (performance.now() - started) / 1000;

const ending = new AbortController();
let starting: Promise<Holdfast> | undefined;

/** Stops everything that was started, even while the start is still in progress. */
async function end(exitCode: number): Promise<void> {
  if (ending.signal.aborted) return;
  ending.abort();
  const holdfast = await starting?.catch(() => undefined);
  await holdfast?.stop().catch((error) => printError(messageOf(error)));
  if (isHeldUp()) process.kill(process.pid, 'SIGKILL');
  process.exit(exitCode);
}

/**
 * Returns one line for a problem that an operator can fix, which includes every failed start; for a defect,
 * the stack.
 */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const known = error instanceof OperatorError || starting;
  return (known ? error.message.split('\n', 1)[0] : error.stack) ?? error.name;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!ending.signal.aborted) say('\nStopping …');
    void end(0);
  });
}
// A closed terminal accepts no more lines; SIGHUP stops the shop.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
process.on('uncaughtException', (error) => {
  printError(error.stack ?? String(error));
  void end(1);
});

try {
  checkSettings(process.env);
  starting = startHoldfast({
    ...readSettings(process.env),
    env: forwardedSettings(process.env),
    signal: ending.signal,
    progress: (line) => {
      if (!ending.signal.aborted) say(`${seconds().toFixed(1).padStart(5)} s  ${line}`);
    },
    warn: (line) => {
      if (!ending.signal.aborted) printError(line);
    },
  });
  const holdfast = await starting;
  if (!ending.signal.aborted) say(welcome(holdfast, seconds()));
  await holdfast.failed;
} catch (error) {
  if (!ending.signal.aborted) {
    printError(messageOf(error));
    await end(1);
  }
}
