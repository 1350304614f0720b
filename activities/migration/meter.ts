import { createHash } from 'node:crypto';
import { type Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Digest } from '../../db/stores/dataset-chunks';

const NEWLINE = 0x0a;

/** Measures what flows through it: SHA-256, bytes and lines. */
class Meter extends Transform {
  private readonly hash = createHash('sha256');
  private bytes = 0;
  private lines = 0;

  override _transform(chunk: Buffer, _encoding: string, done: (error: Error | null, chunk: Buffer) => void): void {
    this.hash.update(chunk);
    this.bytes += chunk.length;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, at + 1)) this.lines += 1;
    done(null, chunk);
  }

  digest(): Digest {
    return { rows: this.lines, bytes: this.bytes, sha256: this.hash.digest('hex') };
  }
}

const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

export interface Flow {
  readonly signal: AbortSignal;
  /** Where the bytes go; without it they are only measured. */
  readonly sink?: Writable;
}

/** Lets a stream flow to its end, in constant memory, and answers what has passed. */
export async function flow(source: Readable, { signal, sink = nowhere() }: Flow): Promise<Digest> {
  const meter = new Meter();
  await pipeline(source, meter, sink, { signal });
  return meter.digest();
}
