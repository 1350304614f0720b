import { createHash } from 'node:crypto';
import { type Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Digest } from '../../db/stores/dataset-chunks';
import type { Pace } from './pace';

const NEWLINE = 0x0a;

/** Measures what flows through it: SHA-256, bytes and lines. */
class Meter extends Transform {
  private readonly hash = createHash('sha256');
  private bytes = 0;
  private lines = 0;

  constructor(private readonly pace: Pace | undefined) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: string, done: (error: Error | null, chunk?: Buffer) => void): void {
    this.hash.update(chunk);
    this.bytes += chunk.length;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, at + 1)) this.lines += 1;
    if (!this.pace) return done(null, chunk);
    this.pace(chunk.length).then(
      () => done(null, chunk),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
    );
  }

  digest(): Digest {
    return { rows: this.lines, bytes: this.bytes, sha256: this.hash.digest('hex') };
  }
}

const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

/** What lets bytes through: not after the signal, and not faster than the pace. */
export interface Gate {
  readonly signal: AbortSignal;
  readonly pace?: Pace | undefined;
}

export interface Flow extends Gate {
  /** Where the bytes go; without it they are only measured. */
  readonly sink?: Writable;
}

/** Lets a stream flow to its end, in constant memory, and answers what has passed. */
export async function flow(source: Readable, { signal, pace, sink = nowhere() }: Flow): Promise<Digest> {
  const meter = new Meter(pace);
  await pipeline(source, meter, sink, { signal });
  return meter.digest();
}
