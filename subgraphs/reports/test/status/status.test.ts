import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { buildEvent } from '../builders.ts';
import { applyEvent } from '../support/applyEvent.ts';
import { clock, testReports } from '../support/testReports.ts';

test('the lag is that of the newest event, in the API and at /metrics', async () => {
  let up = true;
  await using reports = await testReports(async () => {
    if (!up) throw new Error('down');
  });
  const query = '{ reportsStatus { eventsSeen lastEventAt lagSeconds consuming lastRebuild { startedAt } } }';
  const before = await reports.staff(query);
  expect(before.data.reportsStatus).toEqual({
    eventsSeen: 0,
    lastEventAt: null,
    lagSeconds: null,
    consuming: true,
    lastRebuild: null,
  });
  const happened = new Date(Date.now() - 5_000);
  const registered = (at: Date) =>
    buildEvent('UserRegistered', { userId: newUuid(), email: 'a@example.com', name: 'A' }, at);
  await applyEvent(reports.deps, registered(happened));
  await applyEvent(
    { ...reports.deps, clock: () => new Date(clock().getTime() + 60_000) },
    registered(new Date(happened.getTime() - 60_000)),
  );
  up = false;
  const { lagSeconds, ...rest } = (await reports.staff(query)).data.reportsStatus;
  expect(rest).toMatchObject({ eventsSeen: 2, lastEventAt: happened.toISOString(), consuming: false });
  expect(lagSeconds).toBeGreaterThanOrEqual(5);
  expect(lagSeconds).toBeLessThan(50);
  const metrics = await (await fetch(`${reports.url}/metrics`)).text();
  expect(metrics).toMatch(/reports_events_seen\{service="reports"\} 2/);
  expect(metrics).toMatch(/reports_consuming\{service="reports"\} 0/);
  expect(Number(/reports_lag_seconds\{service="reports"\} (\S+)/.exec(metrics)?.[1])).toBe(lagSeconds);
});
