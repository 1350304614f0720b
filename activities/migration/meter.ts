import { createHash } from 'node:crypto';
import { type Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Digest } from '../../db/stores/dataset-chunks';
import type { CopyOut } from './copy-out';
import type { Pace } from './pace';

const NEWLINE = 0x0a;

/** Measures bytes: SHA-256 and how many. */
class Measure {
  private readonly hash = createHash('sha256');
  private bytes = 0;

  add(chunk: Buffer): void {
    this.hash.update(chunk);
    this.bytes += chunk.length;
  }

  digest(rows: number): Digest {
    return { rows, bytes: this.bytes, sha256: this.hash.digest('hex') };
  }
}

/** Measures what flows through it, and counts its lines. */
class Meter extends Transform {
  private readonly measure = new Measure();
  private lines = 0;

  constructor(private readonly pace: Pace | undefined) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: string, done: (error: Error | null, chunk?: Buffer) => void): void {
    this.measure.add(chunk);
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, at + 1)) this.lines += 1;
    if (!this.pace) return done(null, chunk);
    this.pace(chunk.length).then(
      () => done(null, chunk),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
    );
  }

  digest(): Digest {
    return this.measure.digest(this.lines);
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

/**
 * The same for the bytes of a copy, whose memory is used again: the sink must have let go of a block when it says that it took it. A
 * stream that hands on to a socket does so for all that is larger than the high water marks of both.
 */
export async function flowCopy(source: CopyOut, { signal, pace, sink }: Flow): Promise<Digest> {
  const measure = new Measure();
  const { failed, forget } = failureOf(signal, sink);
  const next = (): Promise<Buffer | null> => Promise.race([source.next(), failed]);
  try {
    for (let block = await next(); block; block = await next()) {
      measure.add(block);
      await pace?.(block.length);
      await (sink && Promise.race([written(sink, block), failed]));
    }
    if (sink) await Promise.race([ended(sink), failed]);
    return measure.digest(source.rows);
  } catch (error) {
    sink?.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  } finally {
    forget();
  }
}

/** Fails with the first of signal and sink. */
function failureOf(signal: AbortSignal, sink: Writable | undefined) {
  let forget = (): void => undefined;
  const failed = new Promise<never>((_resolve, reject) => {
    const stop = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('stopped'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    sink?.on('error', reject);
    forget = () => signal.removeEventListener('abort', stop);
  });
  failed.catch(() => undefined);
  return { failed, forget };
}

const written = (sink: Writable, block: Buffer): Promise<void> =>
  new Promise((resolve, reject) => void sink.write(block, (error) => (error ? reject(error) : resolve())));

const ended = (sink: Writable): Promise<void> => new Promise((resolve) => void sink.end(() => resolve()));
