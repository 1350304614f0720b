import type { Incident, Trouble } from './incidents';
import type { SmtpFault } from './mail/sink';
import type { Fault } from './proxy';
import type { Random } from './random';
import { DISKS } from './stage/small-disk';
import type { ReleaseName } from './stage/releases';
import type { LineName } from './stage/site';
import { type PartName, PARTS } from './stage/stage';

/** Rows of the fault matrix that are played on a timeline; F-K1 has a player of its own. */
export const SCHEDULES = [
  'F-K2',
  'F-K3',
  'F-K4',
  'F-K5',
  'F-T1',
  'F-T2',
  'F-T3',
  'F-PG1',
  'F-PG2',
  'F-PG3',
  'F-PG4',
  'F-PG5',
  'F-S1',
  'F-S2',
  'F-S3',
  'F-S4',
  'F-D1',
  'F-L4',
  'F-P1',
  'F-V1',
] as const;
export type ScheduleName = (typeof SCHEDULES)[number];

export interface Length {
  readonly ms: number;
  readonly random: Random;
}

const KILL_MEAN_MS = 20_000;
const PAUSE_MS = 3_000;

const at = (moment: number, trouble: Trouble, forMs = 0): Incident => ({ at: moment, trouble, forMs });
const line = (name: LineName, fault: Fault): Trouble => ({ kind: 'line', line: name, fault });
const kill = (part: PartName): Trouble => ({ kind: 'kill', part });
const takeOver = (release: ReleaseName): Trouble => ({ kind: 'take-over', release });
const smtp = (fault: SmtpFault): Trouble => ({ kind: 'smtp', fault });

/** One after the other, each so long, with pauses in which the product may recover; as often as there is time. */
function inTurn({ ms, random }: Length, troubles: readonly Trouble[], longMs: number): readonly Incident[] {
  // A short run has a short trouble and time after it.
  const forMs = Math.min(longMs, ms / 3);
  const incidents: Incident[] = [];
  for (let moment = PAUSE_MS, turn = 0; moment + forMs < ms; moment += forMs + PAUSE_MS, turn += 1) {
    const trouble = troubles[turn % troubles.length];
    if (trouble) incidents.push(at(moment + random.next() * 1_000, trouble, forMs));
  }
  return incidents;
}

/** Kills that come by themselves, one in twenty seconds on average. */
function randomKills({ ms, random }: Length): readonly Incident[] {
  const incidents: Incident[] = [];
  for (let moment = random.exponential(KILL_MEAN_MS / 2); moment < ms; moment += random.exponential(KILL_MEAN_MS))
    incidents.push(at(moment, kill(random.pick(PARTS))));
  return incidents;
}

const POST = 1_000;
const RESTART_EVERY_MS = 20_000;

/** One worker after the other, in the second half: the first one shows what is done without. */
const restarts = (ms: number): readonly Incident[] =>
  Array.from({ length: Math.ceil(ms / 2 / RESTART_EVERY_MS) }, (_, turn) =>
    at(ms / 2 + turn * RESTART_EVERY_MS, { kind: 'restart', part: turn % 2 === 0 ? 'worker-1' : 'worker-2' }),
  );

const CODES: readonly SmtpFault[] = [
  { at: 'mail', does: 421 },
  { at: 'rcpt', does: 450, every: 2 },
  { at: 'rcpt', does: 451 },
  { at: 'stored', does: 452 },
  { at: 'rcpt', does: 550, every: 3 },
  { at: 'data', does: 552, every: 2 },
  { at: 'stored', does: 554, every: 2 },
];
const dropped: Fault = { kind: 'drop-reply', holdMs: 300, asked: 'COMMIT', times: 1 };

const TIMELINES: Readonly<Record<ScheduleName, (length: Length) => readonly Incident[]>> = {
  'F-K2': randomKills,
  'F-K3': ({ ms }) => [at(2_000, { kind: 'hold', parts: ['worker-1', 'worker-2'] }, ms / 2)],
  'F-K4': ({ ms }) => restarts(ms),
  'F-K5': ({ ms, random }) => [
    at(3_000, { kind: 'halt', part: random.pick(['worker-1', 'worker-2']) }, Math.min(60_000, ms * 0.7)),
  ],
  'F-T1': (length) =>
    inTurn(
      length,
      [
        line('temporal', { kind: 'refuse' }),
        line('temporal', { kind: 'blackhole' }),
        line('temporal', { kind: 'latency', ms: 5_000, jitterMs: 500 }),
      ],
      8_000,
    ),
  'F-T2': (length) => inTurn(length, [line('temporal', { kind: 'drop-reply', holdMs: 800 })], 1_500),
  'F-T3': (length) => inTurn(length, [kill('temporal'), { kind: 'kill-records' }], 8_000),
  'F-PG1': (length) => inTurn(length, [kill('postgres'), { kind: 'kill-backend' }, { kind: 'end-sessions' }], 6_000),
  'F-PG2': (length) => inTurn(length, [line('postgres', dropped)], 1_500),
  'F-PG3': (length) =>
    inTurn(
      length,
      [{ kind: 'lock', table: 'audit_heads' }, { kind: 'end-sessions' }, { kind: 'lock', table: 'requests' }],
      7_000,
    ),
  'F-PG4': (length) => inTurn(length, [{ kind: 'lock', table: 'users' }], 9_000),
  'F-PG5': (length) =>
    inTurn(
      length,
      DISKS.map((disk) => ({ kind: 'full-disk', disk })),
      30_000,
    ),
  'F-S1': (length) => inTurn(length, CODES.map(smtp), 5_000),
  'F-S2': (length) =>
    inTurn(length, [smtp({ at: 'stored', does: 'hang' }), smtp({ at: 'banner', does: 'hang' })], 9_000),
  'F-S3': (length) => inTurn(length, [smtp({ at: 'stored', does: 'close', every: 2 })], 8_000),
  'F-S4': ({ ms }) => [at(1_000, { kind: 'post', count: POST }), at(1_001, line('smtp', { kind: 'refuse' }), ms * 0.8)],
  'F-D1': () => [],
  'F-L4': () => [],
  'F-P1': (length) => inTurn(length, [{ kind: 'poison' }], 5_000),
  'F-V1': ({ ms }) => [at(PAUSE_MS, takeOver('newer'), ms / 4), at(ms / 2, takeOver('older'), ms / 4)],
};

export const timeline = (name: ScheduleName, length: Length): readonly Incident[] =>
  TIMELINES[name](length).toSorted((one, other) => one.at - other.at);
