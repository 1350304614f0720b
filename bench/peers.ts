/**
 * `node --import tsx bench/peers.ts [rounds] [requests] [kills] [--only=DBOS,Restate]`: the miniature approval of `bench/approvals.ts` on the plain Temporal SDK, on
 * Tenure, and on peers that package registries carry (DBOS, Restate, Operaton), with the same written by hand as the floor; in turn on one
 * PostgreSQL that flushes. What cannot be installed or started is left out and said. Peers are fetched into the user's cache once.
 */
import { emptyDatabase, type TestDatabase } from '../test/database';
import { startProduct } from '../test/e2e/product';
import { type OpenPeer, type Places, plainPeer, tenurePeer } from './approvals/peers';
import { CLIENTS, type Measured, playRound } from './approvals/rounds';
import { cpuOfTree, orStop } from './approvals/service';
import { sentenceOf } from '../bin/parts/failure';
import type { TestingParts } from '../bin/parts/testing-parts';
import { dbosPeer, floorPeer, operatonPeer } from './peers/by-http';
import { firstDecision } from './peers/crash';
import { restatePeer } from './peers/restate';
import { inTurn, middleOf, tables } from './peers/summary';
import { machine, say, withParts } from './timing';

interface Entry {
  readonly name: string;
  readonly open: (places: Places) => Promise<OpenPeer & { readonly engineMs?: () => number }>;
  readonly onTemporal?: boolean;
}

/** What is fast has more requests, so that a round of it lasts. */
const MORE = 5;
const WAITING = 20;

const ENTRIES: readonly Entry[] = [
  { name: 'plain SDK', open: plainPeer, onTemporal: true },
  { name: 'Tenure', open: openTenure, onTemporal: true },
  { name: 'DBOS', open: dbosPeer },
  { name: 'Restate', open: restatePeer },
  { name: 'Operaton', open: operatonPeer },
  { name: 'by hand', open: floorPeer },
];

async function openTenure({ address, database }: Places): Promise<OpenPeer> {
  const product = await startProduct({ DATABASE_URL: database.url, TEMPORAL_ADDRESS: address });
  return orStop(
    () => tenurePeer(product),
    () => product.stop(),
  );
}

interface Opened {
  readonly peer: OpenPeer;
  readonly more: number;
}

/** With the time of the servers that work for it, which also do what somebody else still has to do. */
async function open({ open: opening, onTemporal }: Entry, places: Places, parts: TestingParts): Promise<Opened> {
  const peer = await opening(places);
  const more = onTemporal ? 1 : MORE;
  // Warm, and able to do it at all.
  await orStop(
    () => playRound(peer, { round: -1, clients: 4, requests: onTemporal ? 20 : 300 }),
    () => peer.stop(),
  );
  const serversMs = (): number =>
    cpuOfTree(parts.processOf('postgres') ?? 0) +
    (onTemporal ? cpuOfTree(parts.processOf('temporal') ?? 0) : (peer.engineMs?.() ?? 0));
  return { peer: { ...peer, wholeCpuMs: () => peer.cpuMs() + serversMs() }, more };
}

function without(name: string, error: unknown): readonly Measured[] {
  say(`${name} has no figures of this round: ${sentenceOf(error)}`);
  return [];
}

async function compare(all: readonly Opened[], rounds: number, requests: number): Promise<void> {
  const measured: Measured[] = [];
  const names = all.map(({ peer }) => peer.name);
  for (let round = 0; round < rounds; round += 1) {
    const turns = inTurn(all, round).flatMap((one) => CLIENTS.map((clients) => ({ ...one, clients })));
    for (const { peer, more, clients } of turns) {
      const played = playRound(peer, { round, clients, requests: requests * more });
      measured.push(...(await played.catch((error: unknown) => without(peer.name, error))));
    }
    // A run that is cut short has said something.
    for (const line of tables(measured, names)) say(line);
    say(`round ${round + 1}: ${machine()}`);
  }
}

async function crash(all: readonly Opened[], kills: number): Promise<void> {
  const times = new Map<string, number[]>();
  const turns = Array.from({ length: kills }, (_, kill) => inTurn(all, kill)).flat();
  for (const { peer } of turns) {
    const ms = await firstDecision(peer, WAITING).catch((error: unknown) => {
      say(`${peer.name} after kill -9: ${sentenceOf(error)}`);
      return Number.NaN;
    });
    times.set(peer.name, [...(times.get(peer.name) ?? []), ms]);
  }
  say('| first decision after kill -9, ms | median | each |\n|---|---|---|');
  for (const [name, each] of times)
    say(`| ${name} | ${Math.round(middleOf(each))} | ${each.map(Math.round).join(', ')} |`);
}

const [rounds = 5, requests = 40, kills = 3] = process.argv.slice(2).map(Number).filter(Number.isFinite);
const chosen = process.argv.find((one) => one.startsWith('--only='))?.slice('--only='.length);
const only = chosen?.split(',') ?? ENTRIES.map(({ name }) => name);

async function withPeers(parts: TestingParts): Promise<void> {
  const address = process.env['TENURE_TEST_TEMPORAL_ADDRESS'] ?? '';
  const databases: TestDatabase[] = [];
  const opened: Opened[] = [];
  try {
    for (const entry of ENTRIES.filter(({ name }) => only.includes(name))) {
      const database = await emptyDatabase();
      databases.push(database);
      await open(entry, { address, database }, parts).then(
        (one) => opened.push(one),
        (error: unknown) => say(`${entry.name} is left out: ${sentenceOf(error)}`),
      );
    }
    await compare(opened, rounds, requests);
    await crash(opened, kills);
  } finally {
    for (const { peer } of opened) await peer.stop();
    for (const database of databases) await database.drop();
  }
}

void withParts(
  async (parts) => {
    say(machine());
    await withPeers(parts);
    say(machine());
  },
  { durable: true },
);
