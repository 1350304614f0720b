import { timeSkipping, type TestTemporal } from '../temporal';
import { EngagementDesk } from './engagement-desk';

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await timeSkipping();
});
afterAll(() => temporal.close());

test('an agreed settlement is told once, before the end of the engagement is', async () => {
  const desk = new EngagementDesk(temporal);
  await desk.run({}, async (engagement) => {
    await desk.goLive();
    await desk.pass('exit');
    await desk.pass('settlement');
    expect(await engagement.result()).toMatchObject({ state: 'CLOSED', settled: true });
  });

  expect(desk.journal.lines.filter((line) => line.startsWith('mail'))).toEqual([
    'mail settlement-approved',
    'mail engagement-closed',
  ]);
});

test('a settlement that is rejected is told to nobody and can be submitted again', async () => {
  const desk = new EngagementDesk(temporal);
  await desk.run({}, async (engagement) => {
    await desk.goLive();
    await desk.pass('exit');
    await desk.submit('settlement', 'r1');
    await desk.decide('r1', 'reject');
    await desk.journal.until('settlement rejected');
    expect(desk.journal.count('mail settlement-approved')).toBe(0);

    await desk.pass('settlement');
    await engagement.result();
  });

  expect(desk.journal.count('mail settlement-approved')).toBe(1);
});
