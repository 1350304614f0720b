/**
 * `npx tsx bench/link-timing.ts [samples]`: whether the time in which a mailed link is refused tells a task that is there
 * from one that is not (L5): links of a task with a wrong signature and links of no task, interleaved, each from a sender
 * of its own so that none is held back. Prints medians, their difference and the Mann–Whitney test of both.
 */
import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { cumulativeStdNormalProbability, median, quantile, wilcoxonRankSum } from 'simple-statistics';
import { LinkWorld } from '../test/api/link-world';
import { machine, say, withParts } from './timing';

const SAMPLES = Number(process.argv[2] ?? 2_000);
const WARM_UP = 200;
const KINDS = ['a task that is there', 'no task'] as const;
type Kind = (typeof KINDS)[number];

async function main(): Promise<void> {
  const world = await LinkWorld.open();
  try {
    const asking = await world.ask();
    const genuine = asking.link(asking.asked[0]);
    await measure(world, genuine, WARM_UP);
    report(await measure(world, genuine, SAMPLES));
  } finally {
    await world.database.drop();
  }
}

async function measure(world: LinkWorld, genuine: string, samples: number): Promise<Readonly<Record<Kind, number[]>>> {
  const times: Record<Kind, number[]> = { 'a task that is there': [], 'no task': [] };
  for (let n = 0; n < samples; n += 1) {
    // A sender who has tried too often is held back and answered at once: nothing is counted yet by a new process.
    if (n % SENDER === 0) world.restart();
    // Which of the two goes first must not matter.
    const [first, second] = n % 2 === 0 ? KINDS : KINDS.toReversed();
    for (const kind of [first, second] as const) times[kind].push(await refusalOf(world, PATHS[kind](genuine)));
  }
  return times;
}

/** Invalid links that one sender may try in a minute, half of them of each kind. */
const SENDER = 10;

async function refusalOf({ app }: LinkWorld, path: string): Promise<number> {
  const from = performance.now();
  const { status } = await request(app).get(path).set('accept', 'text/html');
  if (status !== 404) throw new Error(`A link that nobody made was answered with ${status}.`);
  return performance.now() - from;
}

/** The link with another last character of its signature but one, which is of full weight. */
function forged(path: string): string {
  const [kept, changed, last] = [path.slice(0, -2), path.at(-2), path.at(-1)];
  return `${kept}${changed === 'A' ? 'B' : 'A'}${last}`;
}

const TASK = /(?<=^\/a\/)[0-9a-f-]{36}/;

const PATHS: Readonly<Record<Kind, (genuine: string) => string>> = {
  'a task that is there': forged,
  'no task': (genuine) => forged(genuine).replace(TASK, uuidv7()),
};

function report(times: Readonly<Record<Kind, readonly number[]>>): void {
  for (const kind of KINDS) {
    const [middle, high] = [median([...times[kind]]), quantile([...times[kind]], 0.95)];
    say(`${kind}: ${times[kind].length} refusals, median ${middle.toFixed(3)} ms, p95 ${high.toFixed(3)} ms`);
  }
  const [there, none] = KINDS.map((kind) => [...times[kind]]) as [number[], number[]];
  say(
    `difference of the medians ${(median(there) - median(none)).toFixed(3)} ms, p = ${likelihood(there, none).toFixed(3)}`,
  );
  say(machine());
}

/** Two-sided p of the Mann–Whitney test by its normal approximation, which holds from some dozens of samples on. */
function likelihood(a: number[], b: number[]): number {
  const u = wilcoxonRankSum(a, b) - (a.length * (a.length + 1)) / 2;
  const mean = (a.length * b.length) / 2;
  const deviation = Math.sqrt((a.length * b.length * (a.length + b.length + 1)) / 12);
  return 2 * (1 - cumulativeStdNormalProbability(Math.abs((u - mean) / deviation)));
}

void withParts(main);
