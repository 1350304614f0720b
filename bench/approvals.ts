/**
 * `node --import tsx bench/approvals.ts [rounds] [requests]`: the same miniature approval on the plain Temporal SDK with normal
 * activities and on Tenure over HTTP, in turn on one Temporal dev server and one PostgreSQL. Each round starts so many requests
 * and decides them, by 1 and by 16 clients; prints medians, and the median of the ratios of each round.
 */
import { median } from 'simple-statistics';
import { emptyDatabase, type TestDatabase } from '../test/database';
import { startProduct } from '../test/e2e/product';
import { type Peer, plainPeer, tenurePeer } from './approvals/peers';
import { CLIENTS, type Measured, playRound, type Step, STEPS } from './approvals/rounds';
import { machine, say, withParts } from './timing';

function print(all: readonly Measured[], [plain, tenure]: readonly [string, string]): void {
  const of = (peer: string, step: Step, clients: number) =>
    all.filter((one) => one.peer === peer && one.step === step && one.clients === clients);
  const middle = (some: readonly Measured[], what: 'perSecond' | 'p50' | 'cpuMs') =>
    median(some.map((one) => one[what]));
  say(
    '| step, clients | rate a second: plain, Tenure | ratio | p50 ms: plain, Tenure | ratio | CPU ms: plain, Tenure | ratio |',
  );
  say('|---|---|---|---|---|---|---|');
  for (const step of STEPS)
    for (const clients of CLIENTS) {
      const [one, other] = [of(plain, step, clients), of(tenure, step, clients)];
      const cells = (['perSecond', 'p50', 'cpuMs'] as const).map((what) => {
        const ratio = median(other.map((ours, index) => ours[what] / (one[index]?.[what] ?? Number.NaN)));
        return `${middle(one, what).toFixed(1)}, ${middle(other, what).toFixed(1)} | ${ratio.toFixed(2)}`;
      });
      say(`| ${step}, ${clients} | ${cells.join(' | ')} |`);
    }
}

async function compare(peers: readonly [Peer, Peer], rounds: number, requests: number): Promise<void> {
  const all: Measured[] = [];
  for (const peer of peers) await playRound(peer, { round: 0, clients: 4, requests: 20 });
  const turns = Array.from({ length: rounds }, (_, round) =>
    CLIENTS.map((clients) => ({ round, clients, requests })),
  ).flat();
  for (const turn of turns) {
    // Who goes first changes with each round.
    for (const peer of turn.round % 2 ? peers : [...peers].reverse()) all.push(...(await playRound(peer, turn)));
  }
  print(all, [peers[0].name, peers[1].name]);
}

const [rounds = 5, requests = 60] = process.argv.slice(2).map(Number);

void withParts(async () => {
  say(machine());
  const address = process.env['TENURE_TEST_TEMPORAL_ADDRESS'] ?? '';
  const databases: TestDatabase[] = [await emptyDatabase(), await emptyDatabase()];
  const [plain, ours] = databases;
  try {
    if (!plain || !ours) throw new Error('there are no databases');
    const product = await startProduct({ DATABASE_URL: ours.url, TEMPORAL_ADDRESS: address });
    try {
      const plainOne = await plainPeer({ address, database: plain });
      await compare([plainOne, await tenurePeer(product)], rounds, requests).finally(plainOne.stop);
    } finally {
      await product.stop();
    }
  } finally {
    for (const database of databases) await database.drop();
  }
  say(machine());
});
