/**
 * An external payment provider for tests. It serves real HTTP, is idempotent by key, holds money, and sends
 * signed events when a test tells it to.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '@holdfast/kit-base/clock';
import { newUuid } from '@holdfast/kit-base/ids';
import type { HttpSettings } from '../../src/provider/settings.ts';
import { sign } from '../../src/provider/signature.ts';

type Command = 'authorize' | 'capture' | 'void' | 'refund';
type Status = 'authorized' | 'captured' | 'voided' | 'refunded' | 'declined';

interface FakePayment {
  status: Status;
  readonly amount: string;
  readonly currency: string;
  readonly code?: string;
}

export interface FakeEvent {
  readonly id: string;
  readonly type: string;
  readonly data: object;
}

/**
 * The fate of a command.
 *
 * - LOSE: it is carried out, and the connection is broken.
 * - FAIL: it is carried out and answered with 500.
 * - REFUSE: it is not carried out, and answered with 503.
 * - LATER: the connection is broken, and it is carried out at `doLater`.
 * - SLOW: it is carried out and answered at `doLater`.
 * - SILENT: it is carried out and never answered.
 * - GARBLE: it is carried out and answered with a body that is not JSON.
 * - EVENT_FIRST: it is carried out, and answered once its event was accepted.
 * - EVENT_BESIDE: it is carried out, and its event is sent alongside the answer.
 */
type Behaviour =
  | 'LOSE'
  | 'FAIL'
  | 'REFUSE'
  | 'LATER'
  | 'SLOW'
  | 'SILENT'
  | 'GARBLE'
  | 'EVENT_FIRST'
  | 'EVENT_BESIDE';

const FROM: Record<Exclude<Command, 'authorize'>, [from: Status, to: Status]> = {
  capture: ['authorized', 'captured'],
  void: ['authorized', 'voided'],
  refund: ['captured', 'refunded'],
};

export class FakeProvider implements AsyncDisposable {
  readonly payments = new Map<string, FakePayment>();
  /** Its events in order, delivered or not. */
  readonly events: FakeEvent[] = [];
  /** The idempotency keys of all requests. */
  readonly asked: string[] = [];
  /** The number of commands that were carried out. */
  done = 0;
  /** The behaviour on the next requests of each command, in turn. */
  readonly next: Partial<Record<Command, Behaviour[]>> = {};
  /** The behaviour on all other requests. */
  always: Behaviour | undefined;
  declineWith: string | undefined;
  webhookUrl = '';
  readonly settings: HttpSettings;
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  readonly #answers = new Map<string, { status: number; body: string }>();
  readonly #later: (() => void)[] = [];
  readonly #sent: Promise<number>[] = [];
  readonly #clock: Clock;

  private constructor(clock: Clock) {
    this.#clock = clock;
    this.settings = { url: '', key: 'shop-key', secret: Buffer.alloc(32, 7) };
  }

  static async start(clock: Clock): Promise<FakeProvider> {
    const fake = new FakeProvider(clock);
    fake.#server.listen(0, '127.0.0.1');
    await once(fake.#server, 'listening');
    const { port } = fake.#server.address() as AddressInfo;
    Object.assign(fake.settings, { url: `http://127.0.0.1:${port}/v1` });
    return fake;
  }

  /** Carries out the commands that came with LATER, and answers those with SLOW. */
  doLater(): void {
    for (const work of this.#later.splice(0)) work();
  }

  /** Carries out a command as if it had been requested, and records its event. */
  apply(
    command: Command,
    order: string,
    { amount = '', currency = '' } = {},
  ): { status: number; body: string } {
    const found = this.payments.get(order);
    if (command === 'authorize' && !found) {
      const declined = this.declineWith !== undefined;
      const status = declined ? 'declined' : 'authorized';
      this.payments.set(order, { status, amount, currency, ...(declined && { code: this.declineWith! }) });
      return this.#happened(order, declined ? 402 : 200);
    }
    if (!found) return { status: 404, body: '{}' };
    if (command === 'authorize') return { status: 200, body: JSON.stringify(found) };
    const [from, to] = FROM[command];
    if (found.status === to) return { status: 200, body: JSON.stringify(found) };
    if (found.status !== from) return { status: 409, body: JSON.stringify(found) };
    found.status = to;
    return this.#happened(order, 200);
  }

  /** Sends an event, and returns the HTTP status of the answer. */
  async deliver(
    event: FakeEvent,
    { secret = this.settings.secret, late = 0, body = JSON.stringify(event) } = {},
  ): Promise<number> {
    const bytes = Buffer.from(body);
    const timestamp = String(Math.floor(this.#clock().getTime() / 1000) - late);
    const response = await fetch(this.webhookUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': event.id,
        'webhook-timestamp': timestamp,
        'webhook-signature': `v1,AAAA ${sign(secret, { id: event.id, timestamp, body: bytes })}`,
      },
      body: bytes,
    });
    return response.status;
  }

  /** Waits for the answers to all events that were sent with answers, and returns their HTTP statuses. */
  async delivered(): Promise<number[]> {
    return Promise.all(this.#sent);
  }

  /** Returns the sum of all payments in a state, in minor units. */
  total(status: Status): number {
    const amounts = [...this.payments.values()].filter((payment) => payment.status === status);
    return amounts.reduce((sum, { amount }) => sum + Math.round(Number(amount) * 100), 0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #happened(order: string, status: number): { status: number; body: string } {
    const payment = { ...this.payments.get(order)! };
    this.done++;
    const data = { payment: order, ...payment };
    this.events.push({ id: `evt_${newUuid()}`, type: `payment.${payment.status}`, data });
    return { status, body: JSON.stringify(payment) };
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += chunk;
    const { command, payment: order, ...money } = JSON.parse(text);
    const key = String(request.headers['idempotency-key']);
    this.asked.push(key);
    if (request.headers.authorization !== `Bearer ${this.settings.key}`)
      return void response.writeHead(401).end();
    const behaviour = this.next[command as Command]?.shift() ?? this.always;
    if (behaviour === 'REFUSE') return void response.writeHead(503).end();
    const work = () => {
      const answer = this.#answers.get(key) ?? this.apply(command, order, money);
      this.#answers.set(key, answer);
      return answer;
    };
    if (behaviour === 'LATER') {
      this.#later.push(work);
      return void request.socket.destroy();
    }
    if (behaviour === 'SLOW') await new Promise<void>((resolve) => this.#later.push(resolve));
    const before = this.events.length;
    const { status, body } = work();
    if (behaviour === 'LOSE') return void request.socket.destroy();
    if (behaviour === 'SILENT') return;
    if (behaviour === 'FAIL') return void response.writeHead(500).end('{}');
    if (behaviour === 'GARBLE') return void response.writeHead(200).end('<html>');
    const event = this.events[before];
    if (event && behaviour === 'EVENT_FIRST') await this.#send(event);
    if (event && behaviour === 'EVENT_BESIDE') void this.#send(event);
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  }

  #send(event: FakeEvent): Promise<number> {
    const sent = this.deliver(event);
    this.#sent.push(sent);
    return sent;
  }
}
