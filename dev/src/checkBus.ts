import { silentLog } from '@holdfast/kit-base/log';

/**
 * Services wait for a bus that is away, and tell of it in their logs only: so the start looks first.
 * @throws OperatorError when the bus of `EVENTS_URL` cannot be used.
 */
export async function checkBus(url: string): Promise<void> {
  // The clients of both buses, for a start that was given one.
  const { connectProcessBus } = await import('@holdfast/kit-events/connectBus');
  const bus = await connectProcessBus({ url, name: 'npm start', log: silentLog });
  await bus.stop();
}
