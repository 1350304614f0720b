/**
 * `npm run chaos -- [--schedules F-K2,F-PG2] [--seeds 3 | --seed 7] [--minutes 2] [--clients 6] [--things 500] [--full]
 * [--engagements 0.5]`: breaks the running product by schedules of faults and judges what is left. `--points 40 [--hits 2 | --hit 2]`
 * kills it at crash points instead, `--mutants` breaks the product itself and asks whether the judge sees it, `--failing` plays the
 * seeds that have found something before, `--engagements` sets the share of acts that start one, `--full` has schedules played on
 * Temporal's full server with its records in PostgreSQL, `--from <revision>` has F-V1 begin with a release of before.
 */
import { parseArgs } from 'node:util';
import { runProgram } from '../bin/parts/failure';
import { playMutants } from './programs/mutants';
import { playPoints } from './programs/points';
import { playSchedules } from './programs/schedules';
import { SCHEDULES } from './schedules';
import { failingSeeds } from './seeds';

const OPTIONS = {
  schedules: { type: 'string', default: SCHEDULES.join(',') },
  seeds: { type: 'string', default: '1' },
  seed: { type: 'string' },
  minutes: { type: 'string', default: '1' },
  clients: { type: 'string', default: '6' },
  things: { type: 'string', default: '500' },
  engagements: { type: 'string' },
  points: { type: 'string' },
  hits: { type: 'string', default: '2' },
  hit: { type: 'string' },
  only: { type: 'string' },
  mutants: { type: 'boolean', default: false },
  failing: { type: 'boolean', default: false },
  full: { type: 'boolean', default: false },
  from: { type: 'string' },
} as const;

runProgram(async () => {
  const { values } = parseArgs({ options: OPTIONS });
  const first = values.seed === undefined ? Math.floor(Math.random() * 1_000_000) : Number(values.seed);
  console.log(`seed ${first}`);
  const common = {
    ms: Number(values.minutes) * 60_000,
    clients: Number(values.clients),
    things: Number(values.things),
    ...(values.engagements !== undefined && { engagements: Number(values.engagements) }),
  };
  const isRight = values.mutants
    ? await playMutants({ ...common, seed: first, only: values.only })
    : values.points !== undefined
      ? await playPoints({ seed: first, count: Number(values.points), hits: hitsOf(values), only: values.only })
      : await playSchedules({
          ...common,
          engine: values.full ? 'full' : 'dev',
          from: values.from,
          runs: values.failing
            ? failingSeeds().map(({ schedule, seed }) => ({ schedule, seed }))
            : runsOf(values.schedules, { first, count: Number(values.seeds) }),
        });
  process.exitCode = isRight ? 0 : 1;
});

/** One hit alone, or all up to one. */
const hitsOf = ({ hits, hit }: { readonly hits: string; readonly hit?: string | undefined }): readonly number[] =>
  hit === undefined ? Array.from({ length: Number(hits) }, (_, index) => index + 1) : [Number(hit)];

const runsOf = (names: string, { first, count }: { readonly first: number; readonly count: number }) =>
  SCHEDULES.filter((name) => names.split(',').includes(name)).flatMap((schedule) =>
    Array.from({ length: count }, (_, index) => ({ schedule, seed: first + index })),
  );
