import { silentLog } from '@holdfast/kit-base/log';

/**
 * Checks the event bus before the services start: they wait for an absent bus and report it only in their
 * logs.
 * @throws OperatorError when the bus of `EVENTS_URL` cannot be used.
 */
export async function checkBus(url: string): Promise<void> {
  // Loads the clients of both buses only for a start that names one.
  const { connectProcessBus } = await import('@holdfast/kit-events/connectBus');
  const bus = await connectProcessBus({ url, name: 'npm start', log: silentLog });
  await bus.stop();
}
