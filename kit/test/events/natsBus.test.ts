import { testNats } from '@holdfast/dev/testing/testNats';
import { hasNatsServer, NATS_SERVER } from '@holdfast/dev/testing/tools';
import { describe, expect, test } from 'vitest';
import { busContract } from './busContract.ts';
import { openBus } from './support.ts';

const available = await hasNatsServer();

describe.skipIf(!available)(`the bus on NATS (needs ${NATS_SERVER})`, () => {
  busContract(testNats);

  test('a server that is not there is one line', async () => {
    await expect(openBus('nats://127.0.0.1:1')).rejects.toThrow(
      /^the event bus: cannot use NATS JetStream at 127\.0\.0\.1:1 \(.*\); start it, or correct EVENTS_URL of tests\.$/,
    );
  });
});
