import { crashAt, survey, verdict } from '../../chaos/crashes';
import { play, type Scene } from '../../chaos/play';
import { openScene } from '../../chaos/scene';

/** A selection of what `npm run chaos` plays, always the same. */
let scene: Scene & { readonly close: () => Promise<void> };
beforeAll(async () => {
  scene = await openScene({ seed: 1, say: () => undefined });
}, 300_000);
afterAll(() => scene.close(), 120_000);

test.each(['F-T2', 'F-PG2', 'F-S3'] as const)(
  '%s: whatever is lost on the way between the parts, nothing is lost, doubled or left undone',
  async (schedule) => {
    const options = { schedule, seed: 1, ms: 8_000, clients: 4, things: 40, isLast: false };
    const { violations, ops } = await play(scene, { ...options, say: () => undefined });
    expect(violations).toEqual([]);
    expect(ops.filter(({ outcome }) => outcome === 'ok').length).toBeGreaterThan(5);
  },
  400_000,
);

/** Each stands for a durable step of another kind. */
const POINTS = [
  ['worker', 'recordRequest: after commit'],
  ['worker', 'sendRequestMail: after SMTP'],
  ['worker', 'createEngagement: before commit'],
  ['api', 'POST /requests: after executeMultiOperation'],
  ['api', 'POST /a/{link}: after updateWorkflowExecution'],
] as const;

test('F-K1: a life ends as it should although a process dies at each of five durable steps', async () => {
  const passed = (await survey(scene)).map(({ role, point }) => `${role} ${point}`);
  const crashes = [];
  for (const [role, point] of POINTS) crashes.push(await crashAt(scene, { role, point }, 1));
  expect(passed).toEqual(expect.arrayContaining(POINTS.map(([role, point]) => `${role} ${point}`)));
  expect(crashes.filter(({ crashed, fault }) => !crashed || fault !== null)).toEqual([]);
  expect(await verdict(scene)).toEqual([]);
}, 600_000);
