/**
 * Profiles our gateway under load: `node bench/gateway/profile.ts [--query big] [--seconds 5] [--top 30]
 * [--gateway holdfast] [--keep out.cpuprofile]`. The kept profile opens in Chrome's developer tools.
 */
import { once } from 'node:events';
import { copyFile, readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Spent, whereTimeWent } from './cpuProfile.ts';
import { QUERIES } from './federation/queries.ts';
import { GATEWAYS, type Gateway } from './gateways.ts';
import { openHouse, startGateway } from './house.ts';
import { measure, takesAuthorization } from './load.ts';
import { name, positive } from './options.ts';
import { bindMyself } from './processes.ts';

const { values } = parseArgs({
  options: {
    query: { type: 'string', default: 'big' },
    gateway: { type: 'string', default: 'holdfast' },
    seconds: { type: 'string', default: '5' },
    'warm-up': { type: 'string', default: '3' },
    connections: { type: 'string', default: '50' },
    top: { type: 'string', default: '30' },
    keep: { type: 'string' },
  },
});
const query = QUERIES[name('query', values.query, QUERIES)];
const load = {
  query,
  connections: positive('connections', values.connections),
  warmUp: positive('warm-up', values['warm-up']),
  seconds: positive('seconds', values.seconds),
};
const top = positive('top', values.top);
const gateway: Gateway = GATEWAYS[name('gateway', values.gateway, GATEWAYS)];
bindMyself();

await using house = await openHouse();
const folder = join(house.folder, 'profile');
await using running = await startGateway(house, {
  ...gateway,
  command: async (place) => {
    const { args, ...command } = await gateway.command(place);
    if (command.command !== process.execPath)
      throw new Error('Only gateways that run on Node can be profiled.');
    return { ...command, args: ['--cpu-prof', '--cpu-prof-dir', folder, ...args] };
  },
});
const measured = await measure(house, running, { ...load, authorize: await takesAuthorization(running) });
const ended = once(running.process, 'exit');
running.process.kill('SIGTERM');
await ended;
const [file] = await readdir(folder);
if (!file) throw new Error('The gateway left no profile: it did not end by itself.');
if (values.keep) await copyFile(join(folder, file), resolve(values.keep));

const root = join(import.meta.dirname, '../..');
const { functions, places } = whereTimeWent(
  JSON.parse(await readFile(join(folder, file), 'utf8')),
  measured,
  root,
);
const { rate, cpu } = measured;
print(
  `${values.gateway}, ${values.query}: ${rate.toFixed(0)} a second while profiled, ${cpu.toFixed(2)} ms CPU each\n`,
);
print('By package or folder:\n');
list(places);
print('\nBy function (self time):\n');
list(functions);
if (values.keep) print(`\nThe profile was written to ${resolve(values.keep)}.\n`);

function list(spent: readonly Spent[]): void {
  for (const { name: what, share } of spent.slice(0, top)) {
    const each = (share * cpu * 1_000).toFixed(0);
    print(`${(share * 100).toFixed(1).padStart(5)} % ${each.padStart(6)} µs  ${what}\n`);
  }
}

function print(text: string): void {
  process.stdout.write(text);
}
