import { timeSkipping, type TestTemporal } from '../temporal';
import { Outage } from '../fakes/troubles';
import { EngagementDesk } from './engagement-desk';

// A server for each test: its clock stands still while anything of another test is still in flight, and an engagement lives on.
let temporal: TestTemporal;
const MINUTE = 60_000;

beforeEach(async () => {
  temporal = await timeSkipping();
});
afterEach(() => temporal.close());

jest.setTimeout(180_000);

describe('a database that is away for longer than anybody waits', () => {
  /** Away for twenty minutes in the middle of what is said; answers what its callers heard once it was back. */
  async function throughOutage<T>(outage: Outage, say: () => Promise<T>): Promise<T> {
    outage.begin();
    const said = say();
    await outage.isFelt();
    await temporal.sleep(20 * MINUTE);
    outage.end();
    await temporal.sleep(2 * MINUTE);
    return said;
  }

  test('ends no engagement: opening, decision, signature and life go on where they stood, and nothing is done twice', async () => {
    const desk = new EngagementDesk(temporal);
    const outage = new Outage();
    outage.begin();
    await desk.run(outage.cutsOffAll(desk.fakes), async (engagement) => {
      await throughOutage(outage, () => desk.say('started'));
      expect(desk.journal.lines).toEqual(['created']);

      await desk.pass('needs');
      await desk.pass('award');
      await desk.submit('contract', 'c1');
      expect(await throughOutage(outage, () => desk.decide('c1', 'approve'))).toBeNull();
      await desk.journal.until('contract approved');
      const sign = (party: string) => desk.say('sign', { party, signatory: 'S', signedAt: '2026-12-01' });
      expect(await throughOutage(outage, () => Promise.all([sign('us'), sign('vendor')]))).toEqual([null, null]);
      expect(await throughOutage(outage, () => desk.say('goLive'))).toBeNull();
      await desk.journal.until('live');
      expect(await engagement.describe()).toMatchObject({ status: { name: 'RUNNING' } });
      expect(await desk.state()).toMatchObject({ state: 'IN_SERVICE', gate: null });
    });

    const once = ['created', 'contract approved', 'signed by us', 'signed by vendor', 'engagement.went-live', 'live'];
    expect(once.map((line) => desk.journal.count(line))).toEqual(once.map(() => 1));
    expect([desk.journal.count('engagement.signed'), desk.journal.count('engagement.gate-decided')]).toEqual([2, 3]);
  });

  test('frees a gate that could not be prepared, and the next submission of it counts', async () => {
    const desk = new EngagementDesk(temporal);
    const outage = new Outage();
    const prepareGate = outage.cutsOff(desk.fakes.prepareGate);
    await desk.run({ prepareGate }, async () => {
      expect(await throughOutage(outage, () => desk.submit('needs', 'n1'))).not.toBeNull();
      expect(await desk.state()).toMatchObject({ state: 'NEEDS_ANALYSIS', gate: null });

      await desk.pass('needs');
      expect(await desk.state()).toMatchObject({ state: 'VENDOR_SELECTION' });
    });
  });
});
