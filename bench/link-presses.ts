/**
 * `npx tsx bench/link-presses.ts [rounds]`: rounds of fifty presses at once on one mailed link, for and against, through two
 * API processes; one round after another. Prints how the presses were answered and every round without exactly one decision.
 */
import { median, quantile } from 'simple-statistics';
import { PRESSES, pressRound, type Round } from '../test/api/link-presses';
import { RunningLinks } from '../test/api/running-links';
import { machine, say, withParts } from './timing';

const ROUNDS = Number(process.argv[2] ?? 200);

async function main(): Promise<void> {
  const world = await RunningLinks.open();
  try {
    const processes = [await world.serve(), await world.serve()];
    const policy = await world.desk.policy([world.desk.step(['A', 'B'])]);
    const rounds: Timed[] = [];
    while (rounds.length < ROUNDS) rounds.push(await timed(() => pressRound(world, processes, policy)));
    report(rounds);
  } finally {
    await world.close();
  }
}

type Timed = Round & { readonly ms: number };

async function timed(play: () => Promise<Round>): Promise<Timed> {
  const from = performance.now();
  return { ...(await play()), ms: performance.now() - from };
}

function report(rounds: readonly Timed[]): void {
  const answers = new Map<number, number>();
  for (const status of rounds.flatMap(({ statuses }) => statuses)) answers.set(status, (answers.get(status) ?? 0) + 1);
  const told = [...answers].map(([status, count]) => `${count} × ${status}`).join(', ');
  const faults = rounds.flatMap(({ fault }) => (fault === null ? [] : [fault]));
  const times = rounds.map(({ ms }) => ms);
  say(`${rounds.length} rounds of ${PRESSES.length}: ${faults.length} without exactly one decision; answers ${told}`);
  say(`a round: median ${median(times).toFixed(0)} ms, p95 ${quantile(times, 0.95).toFixed(0)} ms`);
  for (const fault of faults) say(JSON.stringify(fault));
  say(machine());
}

void withParts(main);
