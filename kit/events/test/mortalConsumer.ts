/** A consumer as a process, that says when it has an event and then never finishes: for the one who kills it. */
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
