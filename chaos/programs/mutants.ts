import { type Exposure, exposureOf } from '../exposure';
import { type Mutant, MUTANTS } from '../mutants';
import { play } from '../play';
import { openScene } from '../scene';

export interface MutantsOptions {
  readonly seed: number;
  readonly ms: number;
  readonly clients: number;
  readonly things: number;
  readonly only?: string | undefined;
}

/** Longer than a reminder may be missing, so that those of the last seconds can be called lost. */
const PLAY = { say: () => undefined, settleMs: 80_000, isLast: false };

/** The power of the checker: each product that is wrong in one place must be found out. */
export async function playMutants({ only, ...options }: MutantsOptions): Promise<boolean> {
  const chosen = MUTANTS.filter(({ name }) => only === undefined || only.split(',').includes(name));
  const rows: string[] = [];
  let found = 0;
  for (const mutant of chosen) {
    const { isFound, row } = await expose(mutant, options);
    found += isFound ? 1 : 0;
    rows.push(row);
    console.log(row);
  }
  console.log(['| mutant | played | found by | besides |', '|---|---|---|---|', ...rows].join('\n'));
  console.log(`${found} of ${chosen.length} mutants found`);
  return found === chosen.length;
}

async function expose(mutant: Mutant, options: Omit<MutantsOptions, 'only'>): Promise<Exposure> {
  const scene = await openScene({ seed: options.seed, say: () => undefined, mutant });
  try {
    const { violations } = await play(scene, { ...options, ...PLAY, schedule: mutant.schedule });
    return exposureOf(mutant, violations);
  } finally {
    await scene.close();
  }
}
