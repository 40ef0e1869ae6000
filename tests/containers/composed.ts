/**
 * Runs a compose file as an engine would: images built by its Dockerfile, each service in a container with what the file
 * says of it, started when what it depends on is there, and started again when it ends. It differs in this:
 *
 * - Servers whose images have to be fetched are stood in for by those of this machine (`standIns.ts`).
 * - What Node compiled is kept from one container to the next.
 * - All are on this machine's loopback network, each on an address of its own: a service's name leads to it, and so do HOST,
 *   METRICS_HOST and the 127.0.0.1 of its health check.
 */
import { randomInt } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type ComposeService, readCompose } from './compose.ts';
import { type Container, startContainer } from './container.ts';
import type { Image, Images } from './images.ts';
import { type StandIn, startStandIn } from './standIns.ts';

export interface Composed extends AsyncDisposable {
  readonly services: Readonly<Record<string, ComposeService>>;
  /** Starts what does not run, as `docker compose up` does: each when what it depends on is there. */
  up(): Promise<void>;
  /** Starts all that is to be restarted at once, in no order, as an engine does when its machine comes back. */
  reboot(): Promise<void>;
  stop(name: string): Promise<void>;
  start(name: string): Promise<void>;
  /** Resolves when its health check passes, as the file writes it. @throws Error with what it printed, when it does not. */
  healthy(name: string): Promise<void>;
  addressOf(name: string): string;
  standIn(name: string): StandIn | undefined;
}

/** Milliseconds that a service may take to be healthy on a busy machine. */
const PATIENCE = 120_000;
/** An engine's first pause before it starts a container again; it doubles. */
const PAUSE = 100;

export async function compose(
  file: string,
  env: Readonly<Record<string, string>>,
  images: Images,
): Promise<Composed> {
  const services = readCompose(file, env);
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-composed-'));
  const network = `127.${randomInt(1, 255)}.${randomInt(0, 255)}`;
  const names = Object.keys(services);
  const addressOf = (name: string) => `${network}.${names.indexOf(name) + 2}`;
  const hosts = join(folder, 'hosts');
  await writeFile(
    hosts,
    ['127.0.0.1 localhost', ...names.map((name) => `${addressOf(name)} ${name}`)].join('\n'),
  );

  const built = new Map<string, Image>();
  const containers = new Map<string, Container>();
  const standIns = new Map<string, StandIn>();
  const wanted = new Set<string>();
  const done = new Map<string, Promise<number>>();

  const serviceOf = (name: string): ComposeService => {
    const service = services[name];
    if (!service) throw new Error(`${file} has no service ${name}.`);
    return service;
  };

  async function imageOf(name: string): Promise<Image> {
    const { build } = serviceOf(name);
    if (!build) throw new Error(`${name} is not built.`);
    const image =
      built.get(name) ?? (await images.build(resolve(dirname(file), build.context), build.args ?? {}));
    built.set(name, image);
    return image;
  }

  /** Until it is stopped, or ends and is not to be restarted. @returns its last exit code. */
  async function keep(name: string, image: Image): Promise<number> {
    const service = serviceOf(name);
    const address = addressOf(name);
    const env = { ...service.environment, HOST: address, METRICS_HOST: address };
    const id = `${folder.split('-').at(-1)}-${name}`;
    for (let pause = PAUSE; ; pause *= 2) {
      const container = await startContainer({
        id,
        folder,
        image,
        service,
        env,
        hosts,
        compiled: images.compiled,
      });
      containers.set(name, container);
      const code = await container.ended;
      const again =
        service.restart === 'unless-stopped' || (service.restart?.startsWith('on-failure') && code !== 0);
      if (again && wanted.has(name)) await delay(pause);
      if (!again || !wanted.has(name)) return code;
    }
  }

  async function start(name: string): Promise<void> {
    if (wanted.has(name)) return;
    wanted.add(name);
    const service = serviceOf(name);
    if (service.build) {
      const running = keep(name, await imageOf(name));
      running.catch(() => {});
      done.set(name, running);
      return;
    }
    const place = { name, address: addressOf(name), folder: join(folder, name) };
    await mkdir(place.folder, { recursive: true });
    standIns.set(name, await startStandIn(service, place));
  }

  async function stop(name: string): Promise<void> {
    wanted.delete(name);
    await standIns.get(name)?.stop();
    standIns.delete(name);
    const container = containers.get(name);
    container?.kill('TERM');
    if (container) await Promise.race([container.ended, delay(10_000).then(() => container.kill('KILL'))]);
    await done.get(name);
  }

  async function healthy(name: string): Promise<void> {
    if (standIns.has(name)) return;
    const [kind, ...command] = serviceOf(name).healthcheck?.test ?? [];
    if (kind !== 'CMD') throw new Error(`${name} has no health check.`);
    const mapped = command.map((part) => part.replaceAll('127.0.0.1', addressOf(name)));
    const signal = AbortSignal.timeout(PATIENCE);
    while (!signal.aborted) {
      if ((await containers.get(name)?.exec(mapped)) === 0) return;
      await delay(200);
    }
    throw new Error(`${name} is not healthy:\n${containers.get(name)?.output()}`);
  }

  /** What `depends_on` waits for. */
  async function reached(name: string, condition: string): Promise<void> {
    if (condition === 'service_healthy') return healthy(name);
    if (condition !== 'service_completed_successfully')
      throw new Error(`${condition} is not waited for here.`);
    const code = await done.get(name);
    if (code !== 0) throw new Error(`${name} ended with ${code}:\n${containers.get(name)?.output()}`);
  }

  async function up(): Promise<void> {
    const started = new Map<string, Promise<void>>();
    const startInTurn = (name: string): Promise<void> => {
      const known = started.get(name);
      if (known) return known;
      const starting = (async () => {
        for (const [other, { condition }] of Object.entries(serviceOf(name).depends_on ?? {})) {
          await startInTurn(other);
          await reached(other, condition);
        }
        await start(name);
      })();
      started.set(name, starting);
      return starting;
    };
    // One that has done its work does it again: so does `docker compose up`.
    for (const name of names) if (serviceOf(name).restart !== 'unless-stopped') await stop(name);
    for (const name of names) if (serviceOf(name).build) await imageOf(name);
    await Promise.all(names.map(startInTurn));
  }

  return {
    services,
    up,
    async reboot() {
      await Promise.all(names.map(stop));
      const kept = names.filter((name) => serviceOf(name).restart === 'unless-stopped');
      // What others need comes last: they have to wait for it, or to be started again.
      await Promise.all(kept.filter((name) => serviceOf(name).build).map(start));
      await Promise.all(kept.filter((name) => serviceOf(name).image).map(start));
    },
    stop,
    start,
    healthy,
    addressOf,
    standIn: (name) => standIns.get(name),
    async [Symbol.asyncDispose]() {
      await Promise.all(names.map(stop));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
