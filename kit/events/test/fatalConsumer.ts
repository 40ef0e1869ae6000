/** A consumer process that dies of the first event of one order, which its argument names. */
import { openBus, statusesOf } from './support.ts';

const [fatal = ''] = process.argv.slice(2);
const bus = await openBus(process.env['EVENTS_URL'] ?? '');
await bus.subscribe({
  consumer: 'reports',
  types: ['OrderChanged'],
  handle: async (event) => {
    if (statusesOf([event], fatal)[0] === '0') process.kill(process.pid, 'SIGKILL');
  },
});
process.send?.('ready');
