/**
 * A consumer process that reports when it gets an event and then never finishes, so that a test can kill it.
 */
import { openBus } from './support.ts';

const bus = await openBus(process.env['EVENTS_URL'] ?? '');
await bus.subscribe({
  consumer: 'reports',
  types: ['OrderChanged'],
  handle: async () => {
    process.send?.('handling');
    await new Promise(() => {});
  },
});
process.send?.('ready');
