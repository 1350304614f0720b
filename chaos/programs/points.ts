import { type Crash, crashAt, type CrashPoint, survey, verdict } from '../crashes';
import type { Scene } from '../play';
import { quantile } from '../report';
import { openScene } from '../scene';

export interface PointsOptions {
  readonly seed: number;
  /** Points to try, spread over all that are passed. */
  readonly count: number;
  /** Which times that a point is passed. */
  readonly hits: readonly number[];
  /** Words of the points to try. */
  readonly only?: string | undefined;
}

/** F-K1: dies at each point, for each of the times that it is passed. */
export async function playPoints({ seed, count, hits, only }: PointsOptions): Promise<boolean> {
  const scene = await openScene({ seed, say: console.log });
  try {
    const all = (await survey(scene)).filter(({ point }) => only === undefined || point.includes(only));
    console.log(`${all.length} crash points are passed by one life`);
    for (const { role, point } of all) console.log(`  ${role}, ${point}`);
    const chosen = all.filter(
      (_, index) => Math.floor((index * count) / all.length) !== Math.floor(((index - 1) * count) / all.length),
    );
    const crashes = await crashAll(scene, chosen, hits);
    const violations = await verdict(scene);
    for (const { invariant, what } of violations) console.log(`✘ ${invariant} ${what}`);
    summary(crashes);
    return violations.length === 0 && crashes.every(({ fault }) => fault === null);
  } finally {
    await scene.close();
  }
}

async function crashAll(
  scene: Scene,
  points: readonly CrashPoint[],
  hits: readonly number[],
): Promise<readonly Crash[]> {
  const crashes: Crash[] = [];
  const turns = points.flatMap((point) => hits.map((hit) => ({ point, hit })));
  for (const { point, hit } of turns) crashes.push(told(await crashAt(scene, point, hit)));
  return crashes;
}

function told(crash: Crash): Crash {
  const { role, point, hit, crashed, recoveredMs, fault } = crash;
  const end = fault ?? (crashed ? `recovered in ${((recoveredMs ?? 0) / 1_000).toFixed(1)} s` : 'not reached again');
  console.log(`${fault === null ? '✔' : '✘'} ${role}, ${point}, hit ${hit}: ${end}`);
  return crash;
}

function summary(crashes: readonly Crash[]): void {
  const died = crashes.filter(({ crashed }) => crashed);
  const passed = died.filter(({ fault }) => fault === null);
  const times = passed.map(({ recoveredMs }) => (recoveredMs ?? 0) / 1_000);
  const points = new Set(died.map(({ role, point }) => `${role} ${point}`)).size;
  const at = (share: number): string => (quantile(times, share) ?? 0).toFixed(1);
  console.log(
    `${passed.length} of ${died.length} crashes at ${points} points passed; recovery p50 ${at(0.5)} s, p95 ${at(0.95)} s`,
  );
}
