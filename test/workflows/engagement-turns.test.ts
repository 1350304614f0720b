import { randomBytes } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/activity';
import type { WorkflowHandle } from '@temporalio/client';
import { v7 as uuidv7 } from 'uuid';
import { until } from '../../bin/parts/processes';
import { agendaOfItems } from '../fakes/agenda';
import { heldUp, Outage } from '../fakes/troubles';
import { timeSkipping, type TestTemporal } from '../temporal';
import { EngagementDesk } from './engagement-desk';

let temporal: TestTemporal;
let desk: EngagementDesk;
let requestId: string;
beforeAll(async () => {
  temporal = await timeSkipping();
});
beforeEach(() => {
  desk = new EngagementDesk(temporal);
  requestId = uuidv7();
});
afterAll(() => temporal.close());

const DAY = 86_400_000;

test('a gate that was sent back comes again as a new round, also while the return is still being recorded', async () => {
  const slow = heldUp(desk.fakes.applyGate);
  await desk.run({ applyGate: slow.call }, async (engagement) => {
    await desk.submit('needs', requestId);
    expect(await desk.decide(requestId, 'send-back')).toBeNull();
    await slow.reached;
    const again = desk.submit('needs', uuidv7());
    slow.release();
    expect(await again).toBeNull();
    await desk.journal.until('request pending 2');
    expect(await desk.state()).toMatchObject({ gate: { requestId } });
    expect(await desk.decide(requestId, 'approve')).toBeNull();
    await desk.journal.until('needs approved');
    expect(await desk.state()).toMatchObject({ state: 'VENDOR_SELECTION', gate: null });
    // A turn that nobody takes would hold the clock of this server for those that come after.
    await desk.say('cancel');
    await engagement.result();
  });

  const [returned, pending] = [desk.journal.count('needs returned'), desk.journal.count('request pending 1')];
  expect([returned, pending, desk.journal.count('needs approved')]).toEqual([1, 1, 1]);
});

test('a suspension and its end leave one monitoring, whose dates go on, even when both are said at once', async () => {
  const slow = heldUp(() => desk.journal.note('engagement.suspended'));
  const recordEngagement: typeof desk.fakes.recordEngagement = (entry) =>
    entry.type === 'engagement.suspended' ? slow.call() : desk.fakes.recordEngagement(entry);
  const start = await temporal.now();
  const items = [2, 4, 6].map(
    (day) => ({ key: `d${day}`, kind: 'kpi-open', at: start + day * DAY, facts: {} }) as const,
  );
  const performAgenda = async ({ items: due }: { readonly items: readonly { readonly key: string }[] }) => {
    for (const { key } of due) await desk.journal.note(`due ${key}`);
    return { mails: [], reviews: [], replan: false, relabel: false };
  };
  await desk.run({ recordEngagement, planAgenda: agendaOfItems(items), performAgenda }, async (engagement) => {
    await desk.goLive();
    const suspended = desk.say('suspend', { reason: 'audit' });
    await slow.reached;
    const resumed = desk.say('resume');
    slow.release();
    expect(await Promise.all([suspended, resumed])).toEqual([null, null]);
    expect(await desk.state()).toMatchObject({ state: 'IN_SERVICE', suspendedFrom: null });

    expect(await desk.say('suspend', { reason: 'audit' })).toBeNull();
    expect(await desk.say('suspend', { reason: 'again' })).toBe('STATE_CONFLICT');
    await temporal.sleep(3 * DAY);
    await desk.journal.until('due d2');
    expect(await desk.say('resume')).toBeNull();
    await temporal.sleep(5 * DAY);
    await desk.say('cancel');
    await engagement.result();
  });

  const steps = desk.journal.lines.filter((line) => /^(due|engagement\.(suspended|resumed))/.test(line));
  expect(steps).toEqual([
    'engagement.suspended',
    'engagement.resumed',
    'engagement.suspended',
    'due d2',
    'engagement.resumed',
    'due d4',
    'due d6',
  ]);
});

describe('an engagement that is cancelled', () => {
  test('ends the approval that runs: its approver is too late, and the gate is not applied', async () => {
    await desk.run({}, async (engagement) => {
      await desk.submit('needs', requestId);
      await desk.journal.until('request pending 1');
      expect(await desk.say('cancel', { reason: 'budget' })).toBeNull();
      expect(await engagement.result()).toMatchObject({ state: 'CANCELLED', gate: null });
      await desk.ended(requestId);
    });

    expect(desk.journal.lines).toContain('request superseded 1');
    expect(desk.journal.lines).not.toContain('needs approved');
  });

  test('in the moment of a decision that is still being recorded stays cancelled', async () => {
    const slow = heldUp(() => desk.journal.note('request approved 1').then(() => null));
    const recordRequest: typeof desk.fakes.recordRequest = (record) =>
      record.state.status === 'approved' ? slow.call() : desk.fakes.recordRequest(record);
    await desk.run({ recordRequest }, async (engagement) => {
      await desk.submit('needs', requestId);
      const decided = desk.decide(requestId, 'approve');
      await slow.reached;
      expect(await desk.say('cancel', { reason: 'budget' })).toBeNull();
      slow.release();
      expect(await decided).toBeNull();
      expect(await engagement.result()).toMatchObject({ state: 'CANCELLED', gate: null });
      await desk.ended(requestId);
    });

    expect([desk.journal.count('needs approved'), desk.journal.count('request superseded 1')]).toEqual([0, 0]);
  });

  test('while a returned gate is prepared anew has no gate left, also when the preparation is refused', async () => {
    const outage = new Outage();
    const refuse = () => Promise.reject(ApplicationFailure.nonRetryable('missing', 'GATE_INCOMPLETE'));
    const prepareAgain = outage.cutsOff(refuse);
    const prepareGate: typeof desk.fakes.prepareGate = (order) =>
      order.again ? prepareAgain() : desk.fakes.prepareGate(order);
    await desk.run({ prepareGate }, async (engagement) => {
      await desk.submit('needs', requestId);
      await desk.decide(requestId, 'send-back');
      await desk.journal.until('engagement.gate-decided');
      outage.begin();
      const again = desk.submit('needs', requestId);
      await outage.isFelt();
      const cancelled = desk.say('cancel', { reason: 'budget' });
      await until(async () => (await desk.state()).state === 'CANCELLED', {
        limitMs: 15_000,
        sentence: 'The engagement is not cancelled.',
      });
      outage.end();
      expect(await Promise.all([again, cancelled])).toEqual(['GATE_INCOMPLETE', null]);
      await desk.ended(requestId);
      expect(await engagement.result()).toMatchObject({ state: 'CANCELLED', gate: null });
    });

    expect(desk.journal.lines).toContain('request superseded 1');
    expect(desk.journal.lines).not.toContain('needs superseded');
  });
});

const runOf = async (engagement: WorkflowHandle): Promise<string> => (await engagement.describe()).runId;

test('a long history is handed over with the gate that waits; a decision that arrives meanwhile counts once', async () => {
  const long = { history: false };
  const slow = heldUp(desk.fakes.labelsOf);
  const labelsOf = () => (long.history ? slow.call() : desk.fakes.labelsOf());
  await desk.run({ labelsOf }, async () => {
    const engagement = desk.handle();
    await desk.submit('needs', requestId);
    const first = await runOf(engagement);
    long.history = true;
    // What comes by chance stays as long as it is when payloads are packed.
    for (let n = 0; n < 4; n += 1) await engagement.signal('relabel', randomBytes(1_125_000).toString('base64'));
    await slow.reached;
    expect(await desk.decide(requestId, 'approve')).toBeNull();
    slow.release();
    await desk.journal.until('engagement.gate-decided');
    await until(async () => (await runOf(engagement)) !== first, {
      limitMs: 20_000,
      sentence: 'The engagement does not begin a new run.',
    });
    expect(await desk.state()).toMatchObject({ state: 'VENDOR_SELECTION', gate: null, version: 3 });
    await desk.pass('award');
    // Submitted and decided twice since it was opened: a decision that counted again would have made another version.
    expect(await desk.state()).toMatchObject({ state: 'CONTRACTING', gate: null, version: 5 });
  });

  expect(desk.journal.lines).toEqual(expect.arrayContaining(['needs approved', 'award approved']));
});
