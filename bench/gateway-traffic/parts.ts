/** Measures each part of counting alone, without a gateway. Each result is the least of many rounds. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printSchema } from 'graphql';
import { openTrafficFile } from '../../gateway/src/traffic/file.ts';
import { merge } from '../../gateway/src/traffic/merge.ts';
import { normalForm } from '../../gateway/src/traffic/signature/normalForm.ts';
import { type CountedOperation, createTraffic } from '../../gateway/src/traffic/traffic.ts';
import { wholeSchema } from '../gateway/federation/expected.ts';
import { QUERIES } from '../gateway/federation/queries.ts';

const ROUNDS = 30;
const CALLS = 20_000;
const log = { debug() {}, info() {}, warn() {}, error() {} };

export interface Parts {
  /** Nanoseconds to count a request. */
  readonly count: number;
  /** Microseconds to bring the big query into its normal form. */
  readonly normalForm: number;
  /** Milliseconds of CPU time to read, merge and write the file. */
  readonly write: number;
}

export async function measureParts(): Promise<Parts> {
  // Uses the gateway's own graphql. The one in bench/node_modules is another module, whose types the gateway
  // rejects.
  const { buildSchema, getOperationAST, parse }: typeof import('graphql') = createRequire(
    import.meta.resolve('../../gateway/src/main.ts'),
  )('graphql');
  const schema = buildSchema(printSchema(wholeSchema()));
  const document = parse(QUERIES.big);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('There is no operation.');
  return {
    count: least(ROUNDS, countMany) / CALLS,
    normalForm:
      least(ROUNDS, () => {
        for (let n = 0; n < 20; n++) normalForm(document, operation, schema);
      }) / 20_000,
    write: await writeOnce(),
  };
}

const traffic = createTraffic({ log });
const operations = Array.from({ length: 20 }, (_, n) => ({
  signature: n.toString(16).padStart(64, '0'),
  name: null,
  document: '{__typename}',
}));
/** Request heads as they arrive: text of which no part has been read before. */
const heads = Array.from({ length: CALLS }, (_, n) =>
  Buffer.from(
    `POST /graphql HTTP/1.1\r\nname: storefront-${n % 10}\r\nversion: 2026.11.${n % 7}\r\n`,
  ).toString('latin1'),
);

function countMany(): void {
  for (let n = 0; n < CALLS; n++) {
    const head = heads[n] as string;
    const name = head.slice(30, 42);
    const version = head.slice(53, 62);
    traffic.count(operations[n % 20] as (typeof operations)[number], { name, version });
  }
}

async function writeOnce(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-bench-traffic-'));
  try {
    const path = join(folder, 'traffic.json');
    const file = await openTrafficFile(path, { clock: () => new Date(), log });
    const counted: CountedOperation[] = Array.from({ length: 200 }, (_, n) => ({
      signature: n.toString(16).padStart(64, '0'),
      name: `Operation${n}`,
      document: `query Operation${n}{${'aField{another}'.repeat(30)}}`,
      clients: Array.from({ length: 5 }, (_, version) => ({
        name: 'storefront',
        version: `${version}`,
        count: 1,
      })),
    }));
    let found = Number.POSITIVE_INFINITY;
    for (let round = 0; round < ROUNDS; round++) {
      const before = process.cpuUsage();
      await file.write(merge(await file.read(), counted, { now: new Date(), days: 90 }));
      const { user, system } = process.cpuUsage(before);
      found = Math.min(found, (user + system) / 1_000);
    }
    return found;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Returns the nanoseconds of the fastest round. */
function least(rounds: number, work: () => void): number {
  let found = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const began = process.hrtime.bigint();
    work();
    found = Math.min(found, Number(process.hrtime.bigint() - began));
  }
  return found;
}
