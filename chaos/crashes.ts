import { check } from './checker';
import type { Desk } from './clients/acts';
import { type Order, orderText } from './crash/points';
import type { Violation } from './evidence';
import { liveThrough } from './life';
import { type Scene, SETTLE_MS } from './play';
import type { PartName } from './stage/stage';

const ROLES = { api: ['api-1', 'api-2'], worker: ['worker-1', 'worker-2'] } as const;
export type Role = keyof typeof ROLES;

export interface CrashPoint {
  readonly role: Role;
  readonly point: string;
}

export interface Crash extends CrashPoint, Order {
  /** Whether a process came to the point so often. */
  readonly crashed: boolean;
  /** From the crash to the end of all that was under way. */
  readonly recoveredMs: number | null;
  readonly fault: string | null;
}

const deskOf = ({ stage, world, office }: Scene): Desk => {
  const [origin] = stage.bases;
  return { client: 0, base: origin, origin, world, office };
};

/** Lives through everything undisturbed and answers the points that were passed. */
export async function survey(scene: Scene): Promise<readonly CrashPoint[]> {
  const keepers = Object.values(ROLES)
    .flat()
    .map((name) => scene.stage.keepers[name]);
  for (const { points } of keepers) points.clear();
  for (const keeper of keepers) keeper.tellAgain();
  await liveThrough(deskOf(scene), 'survey');
  await scene.observer.settled(SETTLE_MS);
  return (['api', 'worker'] as const).flatMap((role) => {
    const points = new Set(ROLES[role].flatMap((name) => [...scene.stage.keepers[name].points]));
    // What happens beside all work is no step of a life that could be played again.
    return [...points].filter((point) => !point.startsWith('beside')).map((point) => ({ role, point }));
  });
}

/** Both processes of a role are told to die at a point; the first to come there does, and everything must end all the same. */
export async function crashAt(scene: Scene, { role, point }: CrashPoint, hit: number): Promise<Crash> {
  const keepers = ROLES[role].map((name: PartName) => scene.stage.keepers[name]);
  for (const keeper of keepers) await keeper.ready();
  const armedAt = Date.now();
  for (const keeper of keepers) keeper.crashAt(orderText({ point, hit }));
  const fault = await liveTwice(scene, `${scene.office.ops.length}`, hit).then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  const doneAt = Date.now();
  for (const keeper of keepers) keeper.disarm();
  const [crashedAt] = keepers.flatMap(({ endedAt }) => (endedAt !== null && endedAt >= armedAt ? endedAt : []));
  const recoveredMs = crashedAt === undefined ? null : doneAt - crashedAt;
  return { role, point, hit, fault, crashed: crashedAt !== undefined, recoveredMs };
}

/** A second time, where it is the second hit that counts. */
async function liveTwice(scene: Scene, name: string, hit: number): Promise<void> {
  for (let life = 1; life <= hit; life += 1) await liveThrough(deskOf(scene), `life-${name}-${life}`);
}

/** What all lives together left behind. */
export async function verdict({ stage, observer, office, before }: Scene): Promise<readonly Violation[]> {
  for (const keeper of Object.values(stage.keepers)) await keeper.ready();
  const healedAt = Date.now();
  await observer.settled(SETTLE_MS);
  return check(await observer.evidence(office, { healedAt, before, mailSlackMs: 15_000, isLast: true }));
}
