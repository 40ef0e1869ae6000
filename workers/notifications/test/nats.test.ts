import { testNats } from '@holdfast/dev/testing/testNats';
import { hasNatsServer, NATS_SERVER } from '@holdfast/dev/testing/tools';
import { describe } from 'vitest';
import { workerContract } from './support/workerContract.ts';

const available = await hasNatsServer();

describe.skipIf(!available)(`mails of events on NATS (needs ${NATS_SERVER})`, () => {
  workerContract(testNats);
});
