import { openScene, type Scene } from '../../bench/migration/kills';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene(240_000);
}, 180_000);
afterAll(() => scene.stop(), 120_000);

test('a migration whose parts are killed ends like an undisturbed one and sends at most one chunk again for each kill', async () => {
  const undisturbed = await scene.run('undisturbed', []);
  const survived = await scene.run('killed', [
    { victim: 'target', at: 0.03 },
    { victim: 'source', at: 0.12 },
    { victim: 'worker', at: 0.2 },
    { victim: 'postgres', at: 0.28 },
    { victim: 'temporal', at: 0.6 },
  ]);

  expect(survived).toMatchObject({ state: 'verified', rounds: 1, sha256: undisturbed.sha256, auditIntact: true });
  expect(undisturbed).toMatchObject({ state: 'verified', transfers: 1, sentAgain: 0 });
  expect(survived.transfers).toBeGreaterThanOrEqual(4);
  expect(survived.sentAgain).toBeLessThanOrEqual(survived.kills);
}, 400_000);
