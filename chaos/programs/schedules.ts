import type { Violation } from '../evidence';
import { play, type Played } from '../play';
import { figuresOf, type Line, reasonsOf, startsOf, TABLE_HEAD, tableLine, throughputOf } from '../report';
import { openScene } from '../scene';
import type { ScheduleName } from '../schedules';
import { trendLine } from '../soak';
import { keepSeed } from '../seeds';
import { releasePair } from '../releases';
import type { Engine } from '../stage/engines';
import { hasSmallDisks } from '../stage/small-disk';
import type { ReleasePair } from '../stage/releases';

interface Run {
  readonly schedule: ScheduleName;
  readonly seed: number;
}

export interface SchedulesOptions {
  readonly runs: readonly Run[];
  readonly ms: number;
  readonly clients: number;
  readonly things: number;
  readonly engagements?: number;
  readonly engine: Engine;
  /** The revision that F-V1 begins with. */
  readonly from?: string | undefined;
}

/** Plays schedules one after the other; true when none of them has found anything. */
export async function playSchedules({ runs, from, ...options }: SchedulesOptions): Promise<boolean> {
  const lines: Line[] = [];
  // What one release makes of the schema for another it does not take back: each upgrade has a product of its own.
  const upgrades = runs.filter(({ schedule }) => schedule === 'F-V1');
  const others = runs.filter(({ schedule }) => schedule !== 'F-V1' && (schedule !== 'F-PG5' || hasSmallDisks));
  if (!hasSmallDisks) console.log('F-PG5 is left out where it is played: only root on Linux can make a disk of a size');
  try {
    if (others.length > 0) await playOn({ ...options, runs: others, releases: null }, lines);
    for (const run of upgrades) await playOn({ ...options, runs: [run], releases: await releasePair(from) }, lines);
  } finally {
    console.log([...TABLE_HEAD, ...lines.map(tableLine)].join('\n'));
  }
  return lines.every(({ violations }) => violations.length === 0);
}

interface Session extends Omit<SchedulesOptions, 'from'> {
  readonly releases: ReleasePair | null;
}

/** On one product, whatever has been left by those before. */
async function playOn({ runs, engine, releases, ...options }: Session, lines: Line[]): Promise<void> {
  const known = new Set<string>();
  const scene = await openScene({ seed: runs[0]?.seed ?? 0, engine, say: console.log, releases });
  try {
    for (const [index, run] of runs.entries()) {
      // Two releases side by side hold more than one alone.
      const isLast = index === runs.length - 1 && !releases;
      lines.push(tell(run, await play(scene, { ...options, ...run, isLast, say: console.log }), known));
    }
  } finally {
    await scene.close();
    console.log(startsOf(scene.office.ops));
  }
}

function tell({ schedule, seed }: Run, played: Played, known: Set<string>): Line {
  const { violations, ops, began, over, settledMs, trends } = played;
  const fresh = violations.filter((violation) => isNew(violation, known));
  for (const { invariant, what } of fresh) console.log(`✘ ${invariant} ${what}`);
  if (fresh[0]) keepSeed(schedule, seed, `${fresh[0].invariant} ${fresh[0].what}`);
  console.log(`  not done: ${reasonsOf(ops).join(', ') || 'nothing'}`);
  if (schedule === 'F-K4' && began !== null) console.log(`  ${throughputOf(ops, began)}`);
  for (const trend of trends) console.log(trendLine(trend));
  const line = { schedule, seed, figures: figuresOf(ops, over), settledMs, violations: fresh };
  console.log(tableLine(line));
  return line;
}

/** What one run has left behind is still there after the next. */
function isNew({ what }: Violation, known: Set<string>): boolean {
  if (known.has(what)) return false;
  known.add(what);
  return true;
}
