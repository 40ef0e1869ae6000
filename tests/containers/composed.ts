/**
 * Runs a compose file as an engine would. It builds the images from the Dockerfile, runs each service in a
 * container with the file's settings, starts it once its dependencies are ready, and restarts it when it
 * ends. It differs from an engine as follows:
 *
 * - Servers of this machine replace those whose images would have to be pulled (`standIns.ts`).
 * - Node's compile cache is shared by all containers.
 * - All services are on this machine's loopback network, each with its own address. A service's name resolves
 *   to it, and HOST, METRICS_HOST and the 127.0.0.1 of its health check are set to it.
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
  /**
   * Starts the services that do not run, as `docker compose up` does, each once its dependencies are ready.
   */
  up(): Promise<void>;
  /** Starts all services with a restart policy at once, in no order, as an engine does after a reboot. */
  reboot(): Promise<void>;
  stop(name: string): Promise<void>;
  start(name: string): Promise<void>;
  /**
   * Resolves once the file's health check passes. @throws Error with the service's output when it does not.
   */
  healthy(name: string): Promise<void>;
  addressOf(name: string): string;
  standIn(name: string): StandIn | undefined;
}

/** Milliseconds within which a service must become healthy, even on a busy machine. */
const HEALTH_TIMEOUT = 120_000;
/** Milliseconds before an engine first restarts a container. The pause doubles each time. */
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
    if (!build) throw new Error(`${name} has no build section.`);
    const image =
      built.get(name) ?? (await images.build(resolve(dirname(file), build.context), build.args ?? {}));
    built.set(name, image);
    return image;
  }

  /** Runs a service until it is stopped, or ends without a restart policy. @returns its last exit code. */
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
    const signal = AbortSignal.timeout(HEALTH_TIMEOUT);
    while (!signal.aborted) {
      if ((await containers.get(name)?.exec(mapped)) === 0) return;
      await delay(200);
    }
    throw new Error(`${name} is not healthy:\n${containers.get(name)?.output()}`);
  }

  /** Waits until a service meets a condition of `depends_on`. */
  async function reached(name: string, condition: string): Promise<void> {
    if (condition === 'service_healthy') return healthy(name);
    if (condition !== 'service_completed_successfully')
      throw new Error(`The condition ${condition} is not supported here.`);
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
    // A service that has finished runs again, as with `docker compose up`.
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
      // Dependencies start last, so that the others must wait for them or be restarted.
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
