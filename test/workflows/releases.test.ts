import { type Edit, edited } from '../replay/edits';
import { devServer, presentBundle, type TestTemporal } from '../temporal';
import { EngagementDesk } from './engagement-desk';
import { Releases } from './releases';

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await devServer();
});
afterAll(() => temporal.close());

/** One step more behind every decided gate, marked as the rules ask for it. */
const withStep = (change: string): Edit => ({
  find: /(await this\.record\(this\.engagement, \{\s*type: 'engagement\.gate-decided')/,
  put: `if ((0,_temporalio_workflow__WEBPACK_IMPORTED_MODULE_0__.patched)('${change}')) await this.showLabels();$1`,
});

test('an engagement that five releases carry on ends as it should, each going on where the one before stood', async () => {
  const releases = new Releases(temporal);
  const desk = new EngagementDesk(temporal, {}, releases);
  const bundles = [await presentBundle()];
  for (const change of ['second', 'third', 'fourth', 'fifth'])
    bundles.push(edited(bundles.at(-1) ?? { code: '' }, withStep(change)));
  const steps = [
    () => desk.pass('needs'),
    () => desk.pass('award'),
    () => desk.pass('contract').then(() => desk.signAndGoLive()),
    () => desk.pass('exit'),
    () => desk.pass('settlement').then(() => desk.handle().result()),
  ];

  await releases.during(desk.activities({}), async () => {
    for (const [index, bundle] of bundles.entries()) {
      const buildId = `r${index + 1}`;
      await releases.running({ buildId, workflowBundle: bundle }, async () => {
        await releases.current(buildId);
        if (index === 0) await desk.start();
        await steps[index]?.();
      });
    }
  });

  const { events = [] } = await desk.handle().fetchHistory();
  const marks = JSON.stringify(events).match(/core_patch/g)?.length ?? 0;
  expect(desk.journal.count('engagement.closed')).toBe(1);
  expect(marks).toBeGreaterThanOrEqual(4);
}, 240_000);
