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

const PLAY = { say: () => undefined, settleMs: 60_000, isLast: false };

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
  console.log(['| mutant | played | found by |', '|---|---|---|', ...rows].join('\n'));
  console.log(`${found} of ${chosen.length} mutants found`);
  return found === chosen.length;
}

async function expose(
  mutant: Mutant,
  options: Omit<MutantsOptions, 'only'>,
): Promise<{ isFound: boolean; row: string }> {
  const { name, schedule, breaks } = mutant;
  const scene = await openScene({ seed: options.seed, say: () => undefined, mutant });
  try {
    const { violations } = await play(scene, { ...options, ...PLAY, schedule });
    const hits = violations.filter(({ invariant }) => breaks.includes(invariant));
    const [first] = hits;
    const proof = first ? `${first.invariant} ${first.what} (${hits.length} in all)` : 'nothing';
    return { isFound: first !== undefined, row: `| ${name} | ${schedule} | ${proof} |` };
  } finally {
    await scene.close();
  }
}
