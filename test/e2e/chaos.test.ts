import { play, type Scene } from '../../chaos/play';
import { openScene } from '../../chaos/scene';

/** A selection of what `npm run chaos` plays, always the same. */
let scene: Scene & { readonly close: () => Promise<void> };
beforeAll(async () => {
  scene = await openScene({ seed: 1, say: () => undefined });
}, 300_000);
afterAll(() => scene.close(), 120_000);

test.each(['F-PG2'] as const)(
  '%s: whatever is lost on the way between the parts, nothing is lost, doubled or left undone',
  async (schedule) => {
    const options = { schedule, seed: 1, ms: 8_000, clients: 4, things: 40, isLast: false };
    const { violations, ops } = await play(scene, { ...options, say: () => undefined });
    expect(violations).toEqual([]);
    expect(ops.filter(({ outcome }) => outcome === 'ok').length).toBeGreaterThan(5);
  },
  400_000,
);
