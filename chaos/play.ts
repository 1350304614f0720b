import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { check } from './checker';
import { Client } from './clients/client';
import type { Office } from './clients/office';
import type { World } from './clients/world';
import type { Evidence, Resources, Violation } from './evidence';
import { describe, happen, heal } from './incidents';
import type { Observer } from './observe/observer';
import { Random } from './random';
import { type ScheduleName, timeline } from './schedules';
import { leaksIn, type Trend, trendsOf, watchUsage } from './soak';
import type { Stage } from './stage/stage';

/** A populated product with somebody who looks at it. */
export interface Scene {
  readonly stage: Stage;
  readonly world: World;
  readonly office: Office;
  readonly observer: Observer;
  readonly before: Resources;
}

export interface PlayOptions {
  readonly schedule: ScheduleName;
  readonly seed: number;
  readonly ms: number;
  readonly clients: number;
  /** Requests and engagements that are started at most. */
  readonly things: number;
  /** The share of what clients do that starts an engagement. */
  readonly engagements?: number;
  readonly say: (line: string) => void;
  /** Asks whether connections are given back as well, which takes half a minute. */
  readonly isLast: boolean;
  /** Less where it is known that nothing will come to rest. */
  readonly settleMs?: number;
}

export interface Played {
  readonly evidence: Evidence;
  readonly violations: readonly Violation[];
  /** Operations of this run only. */
  readonly ops: Evidence['ops'];
  /** When the first trouble began; null where there was none. */
  readonly began: number | null;
  /** When each trouble was over. */
  readonly over: readonly number[];
  readonly settledMs: number;
  /** What the product held more and more of; of a soak only. */
  readonly trends: readonly Trend[];
}

/** How long everything may take to come to rest after the last fault. */
export const SETTLE_MS = 240_000;
const PACE_MS = 250;
/** Six clients ask for a third of what the product does on two cores. */
const SOAK_PACE_MS = 2_000;
const ENGAGEMENTS = 0.05;

/** Clients work, a schedule of a seed happens, everything heals and comes to rest, and what is left is judged. */
export async function play(scene: Scene, options: PlayOptions): Promise<Played> {
  const { stage, office, observer, before } = scene;
  options.say(`${options.schedule}, seed ${options.seed}`);
  const first = office.ops.length;
  const end = new AbortController();
  // Of every client, and of whoever looks at what they make the product hold.
  setMaxListeners(options.clients + 1, end.signal);
  const working = clientsOf(scene, options).map((client) => client.work(end.signal));
  const isSoak = options.schedule === 'F-L4';
  const usages = isSoak ? watchUsage(() => observer.usage(), { ms: options.ms, signal: end.signal }) : [];
  const { began, over } = await troubles(stage, options);
  end.abort();
  options.say(`  ${await observer.waitingMails()} mails wait`);
  await heal(stage);
  const healedAt = Date.now();
  await Promise.all(working);
  const settledMs = await observer.settled(options.settleMs ?? SETTLE_MS);
  const evidence = await observer.evidence(office, {
    healedAt,
    before,
    mailSlackMs: slackOf(options.schedule),
    isLast: options.isLast,
  });
  const trends = trendsOf(await usages);
  const violations = [...check(evidence), ...leaksIn(trends)];
  return { evidence, violations, ops: office.ops.slice(first), began, over, settledMs, trends };
}

/** While the relay hangs on purpose a mail takes as long as the patience of an attempt. */
const slackOf = (schedule: ScheduleName): number => (schedule === 'F-S2' || schedule === 'F-K5' ? 70_000 : 15_000);

function clientsOf({ stage, world, office }: Scene, options: PlayOptions): Client[] {
  const { seed, clients, things, schedule, engagements = ENGAGEMENTS } = options;
  const budget = { left: things };
  const random = new Random(seed);
  const [origin, other] = stage.bases;
  return Array.from({ length: clients }, (_, client) => {
    const desk = { client, base: client % 2 === 0 ? origin : other, origin, world, office };
    const [doubles, repeats] = schedule === 'F-D1' ? [1, 0.5] : [0.2, 0.1];
    const run = `${schedule}-${seed}`;
    const paceMs = schedule === 'F-L4' ? SOAK_PACE_MS : PACE_MS;
    const habits = { paceMs, doubles, repeats, engagements };
    return new Client({ desk, random: random.fork(client + 1), budget, run, ...habits });
  });
}

async function troubles(
  stage: Stage,
  { schedule, seed, ms, say }: PlayOptions,
): Promise<Pick<Played, 'began' | 'over'>> {
  const from = Date.now();
  let began: number | null = null;
  const over: number[] = [];
  for (const incident of timeline(schedule, { ms, random: new Random(seed) })) {
    await until(from + incident.at);
    began ??= Date.now();
    say(`  ${((Date.now() - from) / 1_000).toFixed(1)} s: ${describe(incident)}`);
    over.push(await happen(stage, incident));
  }
  await until(from + ms);
  return { began, over };
}

const until = (moment: number): Promise<void> => sleep(Math.max(moment - Date.now(), 0));
