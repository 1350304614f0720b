import type { Violation } from '../evidence';
import { play, type Played } from '../play';
import { figuresOf, type Line, reasonsOf, startsOf, TABLE_HEAD, tableLine } from '../report';
import { openScene } from '../scene';
import type { ScheduleName } from '../schedules';
import { keepSeed } from '../seeds';
import type { Engine } from '../stage/engines';

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
}

/** Plays schedules one after the other on one product; true when none of them has found anything. */
export async function playSchedules({ runs, engine, ...options }: SchedulesOptions): Promise<boolean> {
  const lines: Line[] = [];
  const known = new Set<string>();
  const scene = await openScene({ seed: runs[0]?.seed ?? 0, engine, say: console.log });
  try {
    for (const [index, run] of runs.entries()) {
      const isLast = index === runs.length - 1;
      lines.push(tell(run, await play(scene, { ...options, ...run, isLast, say: console.log }), known));
    }
  } finally {
    await scene.close();
    console.log([...TABLE_HEAD, ...lines.map(tableLine), startsOf(scene.office.ops)].join('\n'));
  }
  return lines.every(({ violations }) => violations.length === 0);
}

function tell({ schedule, seed }: Run, { violations, ops, over, settledMs }: Played, known: Set<string>): Line {
  const fresh = violations.filter((violation) => isNew(violation, known));
  for (const { invariant, what } of fresh) console.log(`✘ ${invariant} ${what}`);
  if (fresh[0]) keepSeed(schedule, seed, `${fresh[0].invariant} ${fresh[0].what}`);
  console.log(`  not done: ${reasonsOf(ops).join(', ') || 'nothing'}`);
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
