/**
 * `npm run events:dead`: lists the events that a consumer could not handle, on the bus of `EVENTS_URL` or,
 * without one, of the shop that runs on the data folder. `-- resend ID …` and `-- resend --all` deliver them
 * to their consumer again.
 */
import { OperatorError } from '@holdfast/kit-base/errors';
import { newUuid } from '@holdfast/kit-base/ids';
import { silentLog } from '@holdfast/kit-base/log';
import type { DeadLetter, DeadLetters, EventBus } from '@holdfast/kit-events/bus';
import { connectProcessBus } from '@holdfast/kit-events/connectBus';
import { newEvent } from '@holdfast/kit-events/event';
import { operatorName, runOperatorCommand } from '@holdfast/kit-process/operatorCommand';
import { lockHolder } from './lock.ts';
import { readRunning } from './running.ts';
import { readSettings } from './settings.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

async function urlOfBus(): Promise<string> {
  const { dataDir, eventsUrl } = readSettings(process.env);
  if (eventsUrl) return eventsUrl;
  const running = (await lockHolder(dataDir)) && (await readRunning(dataDir));
  if (running) return running.eventsUrl;
  throw new OperatorError(
    `no shop runs on ${dataDir}; start it, set DATA_DIR to its folder, or set EVENTS_URL to its event bus.`,
  );
}

function show({ id, consumer, event, error, attempts, at }: DeadLetter): string {
  const what = `${event.type} of ${event.subject}`;
  return `${id}  ${at.toISOString()}  ${consumer}  ${what}, tried ${attempts} times\n    ${error}`;
}

function resentEvent({ event, consumer, attempts }: DeadLetter) {
  return newEvent(
    'DeadLetterResent',
    {
      ...{ eventId: event.id, eventType: event.type, eventSubject: event.subject },
      ...{ consumer, attempts, actor: operatorName() },
    },
    { clock: () => new Date(), newId: newUuid },
  );
}

async function list(deadLetters: DeadLetters): Promise<void> {
  const letters = await deadLetters.list();
  for (const letter of letters) say(show(letter));
  say(letters.length === 0 ? 'There are no dead letters.' : `${letters.length} dead letters.`);
}

async function resend(bus: Pick<EventBus, 'publish' | 'deadLetters'>, ids: readonly string[]): Promise<void> {
  const letters = new Map((await bus.deadLetters.list()).map((letter) => [letter.id, letter]));
  const wanted = ids.includes('--all') ? [...letters.keys()] : ids;
  const unknown: string[] = [];
  for (const id of wanted) {
    const letter = letters.get(id);
    // Publish before resending: the action leaves a trace even when this process crashes in between.
    if (letter) await bus.publish([resentEvent(letter)]);
    if (!letter || !(await bus.deadLetters.resend(id))) unknown.push(id);
  }
  say(`Sent ${wanted.length - unknown.length} again.`);
  if (unknown.length > 0) throw new OperatorError(`there is no dead letter ${unknown.join(', ')}.`);
}

await runOperatorCommand('events', async () => {
  const [command, ...ids] = process.argv.slice(2);
  if (command !== undefined && (command !== 'resend' || ids.length === 0)) {
    throw new OperatorError('usage: npm run events:dead [-- resend ID … | -- resend --all]');
  }
  const url = await urlOfBus();
  const bus = await connectProcessBus({ url, name: 'events:dead', log: silentLog });
  try {
    await (command === undefined ? list(bus.deadLetters) : resend(bus, ids));
  } finally {
    await bus.stop();
  }
});
