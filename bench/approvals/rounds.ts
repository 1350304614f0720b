import { median } from 'simple-statistics';
import type { Peer } from './peers';

export const CLIENTS = [1, 16] as const;
export const STEPS = ['start', 'decide'] as const;
export type Step = (typeof STEPS)[number];

export interface Measured {
  readonly peer: string;
  readonly step: Step;
  readonly clients: number;
  readonly round: number;
  readonly perSecond: number;
  readonly p50: number;
  /** Of one request: the peer's own processes, and with the servers it works on where they are counted. */
  readonly cpuMs: number;
  readonly wholeCpuMs: number;
}

export interface Turn {
  readonly round: number;
  readonly clients: number;
  readonly requests: number;
}

/** Does a thing for each of the items, with so many at once. */
export async function timed<A, B>(items: readonly A[], clients: number, act: (item: A) => Promise<B>) {
  const waiting = [...items];
  const [done, times]: [B[], number[]] = [[], []];
  const from = performance.now();
  const client = async (): Promise<void> => {
    for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
      const began = performance.now();
      done.push(await act(item));
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { done, p50: median(times), perSecond: (items.length * 1_000) / (performance.now() - from) };
}

/** Starts so many requests and then decides them all. */
export async function playRound(peer: Peer, { round, clients, requests }: Turn): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  const wholeCpu = peer.wholeCpuMs ?? peer.cpuMs;
  const note = async <B>(step: Step, work: () => ReturnType<typeof timed<string, B>>): Promise<readonly B[]> => {
    const [own, whole] = [peer.cpuMs(), wholeCpu()];
    const { done, p50, perSecond } = await work();
    const [cpuMs, wholeCpuMs] = [(peer.cpuMs() - own) / requests, (wholeCpu() - whole) / requests];
    measured.push({ peer: peer.name, step, clients, round, perSecond, p50, cpuMs, wholeCpuMs });
    return done;
  };
  const numbers = Array.from({ length: requests }, (_, n) => String(n));
  const tasks = await note('start', () => timed(numbers, clients, () => peer.start()));
  await note('decide', () => timed([...tasks], clients, (task) => peer.decide(task)));
  return measured;
}
