import type { Chunk, Digest, Span } from '../../../db/stores/dataset-chunks';
import { walkDirectory } from '../files/directory';
import type { Found } from '../files/place';
import { inFlight } from '../in-flight';
import type { Gate } from '../meter';
import type { Comparison } from '../mover';
import { LocalThreads, THREADS } from './threads';

/** Files that a thread is given at once: what is stopped or slowed down is so between two of these. */
const FILES_PER_ORDER = 64;

interface Roots {
  readonly from: string;
  readonly to: string;
}

/** Two directories of this machine, whose whole files go from one to the other without a stream for each. */
export class LocalCopy {
  private readonly threads = new LocalThreads();

  constructor(
    private readonly roots: Roots,
    private readonly gate: Gate,
  ) {}

  walk(side: keyof Roots, { sizes }: { readonly sizes: boolean }): AsyncGenerator<Found> {
    const root = this.roots[side];
    return walkDirectory(root, (path) => this.threads.ask('list', { root, path, sizes }));
  }

  /** Copies whole files; the answers come in their order. */
  async send(spans: readonly Span[]): Promise<readonly (Span & Digest)[]> {
    const sent = await this.inOrders(spans, (paths) => this.threads.ask('copy', { ...this.roots, paths }));
    return spans.map((span, index) => ({ ...span, ...present(sent[index]) }));
  }

  /** Reads whole files back from both sides. */
  async compare(chunks: readonly Chunk[]): Promise<readonly Comparison[]> {
    const [source = [], target = []] = await inFlight(2, ['from', 'to'] as const, (side) => this.digests(side, chunks));
    return chunks.map(({ unit }, index) => {
      const there = target[index] ?? null;
      return { source: source[index] ?? null, target: there, entry: there && { name: unit, sha256: there.sha256 } };
    });
  }

  close(): Promise<void> {
    return this.threads.close();
  }

  private digests(side: keyof Roots, chunks: readonly Chunk[]): Promise<readonly (Digest | null)[]> {
    const root = this.roots[side];
    return this.inOrders(chunks, (paths) => this.threads.ask('digest', { root, paths }));
  }

  private async inOrders<D extends Digest | null>(
    spans: readonly Span[],
    work: (paths: readonly string[]) => Promise<readonly D[]>,
  ): Promise<readonly D[]> {
    const { signal, pace } = this.gate;
    const answers = await inFlight(THREADS, slices(spans), async (slice) => {
      signal.throwIfAborted();
      const digests = await work(slice.map(({ unit }) => unit));
      await pace?.(digests.reduce((sum, digest) => sum + (digest?.bytes ?? 0), 0));
      return digests;
    });
    return answers.flat();
  }
}

const slices = <T>(items: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / FILES_PER_ORDER) }, (_, index) =>
    items.slice(index * FILES_PER_ORDER, (index + 1) * FILES_PER_ORDER),
  );

function present(digest: Digest | undefined): Digest {
  if (!digest) throw new Error('A thread answered for fewer files than it was asked for.');
  return digest;
}
