import { createHash } from 'node:crypto';
import { pipeline, type Readable, Transform, type TransformCallback } from 'node:stream';
import { DomainError } from '../../domain/errors';

/** Counts and hashes what flows through, and stops it beyond a limit. */
export class Meter extends Transform {
  private readonly hash = createHash('sha256');
  private size = 0;

  constructor(private readonly limit: number) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.size += chunk.length;
    this.hash.update(chunk);
    if (this.size > this.limit) done(new DomainError('BODY_TOO_LARGE', tooLarge(this.limit)));
    else done(null, chunk);
  }

  /** Only once, after the end. */
  result(): { readonly sha256: string; readonly size: number } {
    return { sha256: this.hash.digest('hex'), size: this.size };
  }
}

const tooLarge = (limit: number): string => `A document may have at most ${Math.floor(limit / 1_048_576)} MB.`;

/** Holds the last piece back until the whole is known to be what was stored: whoever reads never ends with a forged file. */
class Check extends Transform {
  private readonly hash = createHash('sha256');
  private held: Buffer | null = null;

  constructor(private readonly sha256: string) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.hash.update(chunk);
    const before = this.held;
    this.held = chunk;
    done(null, before);
  }

  override _flush(done: TransformCallback): void {
    const intact = this.hash.digest('hex') === this.sha256;
    if (intact) done(null, this.held);
    else done(new Error(`document ${this.sha256} is damaged on the disk`));
  }
}

export function checked(content: Readable, sha256: string): Readable {
  const check = new Check(sha256);
  pipeline(content, check, () => undefined);
  return check;
}
