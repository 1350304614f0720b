import type { Socket } from 'node:net';
import type pg from 'pg';
import { CopySocket, type Hears } from './copy-socket';

/** Kinds of messages (https://www.postgresql.org/docs/current/protocol-message-formats.html). */
const COPY_DATA = 0x64;
const [COPY_OUT, NOTICE, PARAMETER, NOTIFICATION] = [0x48, 0x4e, 0x53, 0x41];
/** What may come between the rows, and is nothing to us. */
const PASSED_OVER: ReadonlySet<number> = new Set([COPY_OUT, NOTICE, PARAMETER, NOTIFICATION]);
const HEAD = 5;

/** Rows go on together once they are so many bytes: a row by itself costs more to hand on than to read. */
export const TOGETHER = 128 * 1024;
/** What may come beyond that before the connection stops. */
const MARGIN = 64 * 1024;

const newBlock = (): Buffer => Buffer.allocUnsafeSlow(TOGETHER + MARGIN);

interface Waiting {
  readonly resolve: (block: Buffer | null) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The bytes of `copy … to stdout`, in two blocks of memory: one is filled while the other is worked with. PostgreSQL sends every row
 * as a message; their contents are moved together where they lie, without an object for each.
 */
export class CopyOut implements pg.Submittable {
  private release: (rest: Buffer) => void = () => undefined;
  private socket: Socket | null = null;
  /** The beginning of a head of which the rest has not come yet. */
  private head: Buffer = Buffer.alloc(0);
  /** Bytes that the present message still has, and whether they are data. */
  private left = 0;
  private isData = false;
  private filling = newBlock();
  private held = 0;
  private spare: Buffer | null = newBlock();
  private given: Buffer | null = null;
  private waiting: Waiting | null = null;
  private counted: number | null = null;
  private failure: Error | null = null;

  constructor(private readonly text: string) {}

  /** The following bytes, at least `TOGETHER` but for the last; null behind them. What was given before is overwritten from now on. */
  next(): Promise<Buffer | null> {
    this.spare = this.given ?? this.spare;
    this.given = null;
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.give();
    });
  }

  /** How many there were, once all have come. */
  get rows(): number {
    if (this.counted === null) throw new Error('Rows are counted when all have come.');
    return this.counted;
  }

  submit(connection: pg.Connection): void {
    const { stream } = connection as unknown as { readonly stream: Socket };
    this.socket = stream;
    this.release = divert(stream, (bytes) => this.hear(bytes));
    connection.query(this.text);
  }

  private hear(bytes: Buffer): boolean {
    const chunk = this.head.length === 0 ? bytes : Buffer.concat([this.head, bytes]);
    this.head = Buffer.alloc(0);
    const { end, data } = this.compact(chunk);
    this.hold(chunk.subarray(0, data));
    if (end < chunk.length) {
      this.socket = null;
      this.release(chunk.subarray(end));
      return true;
    }
    this.give();
    return this.held < TOGETHER;
  }

  /** Moves what is data to the front; `end` is where a message begins that is for somebody else. */
  private compact(chunk: Buffer): { readonly end: number; readonly data: number } {
    let [at, data] = [0, 0];
    while (at < chunk.length) {
      const from = this.left > 0 ? at : this.begin(chunk, at);
      if (from === null) break;
      const part = Math.min(this.left, chunk.length - from);
      if (this.isData) {
        chunk.copyWithin(data, from, from + part);
        data += part;
      }
      this.left -= part;
      at = from + part;
    }
    return { end: at, data };
  }

  /** Reads the head of a message; answers where its content begins, or null when it is for somebody else. */
  private begin(chunk: Buffer, at: number): number | null {
    const kind = chunk[at] ?? 0;
    this.isData = kind === COPY_DATA;
    if (!this.isData && !PASSED_OVER.has(kind)) return null;
    if (chunk.length - at < HEAD) {
      this.head = Buffer.from(chunk.subarray(at));
      return chunk.length;
    }
    this.left = chunk.readUInt32BE(at + 1) - (HEAD - 1);
    return at + HEAD;
  }

  private hold(data: Buffer): void {
    const room = this.filling.length - this.held;
    if (data.length > room) this.filling = Buffer.concat([this.filling], this.filling.length + data.length - room);
    data.copy(this.filling, this.held);
    this.held += data.length;
  }

  /** Answers whoever waits, if there is an answer. */
  private give(): void {
    const { waiting, failure } = this;
    if (!waiting) return;
    const isFull = this.held >= TOGETHER || (this.counted !== null && this.held > 0);
    if (!failure && !isFull && this.counted === null) return;
    this.waiting = null;
    if (failure) return waiting.reject(failure);
    if (!isFull) return waiting.resolve(null);
    this.given = this.filling;
    const block = this.filling.subarray(0, this.held);
    this.filling = this.spare ?? newBlock();
    this.spare = null;
    this.held = 0;
    waiting.resolve(block);
    this.socket?.resume();
  }

  /** The server says how many rows these were: `COPY 7`. */
  handleCommandComplete({ text }: { readonly text: string }): void {
    this.counted = Number(/^COPY (\d+)/.exec(text)?.[1] ?? NaN);
    this.give();
  }

  handleReadyForQuery(): void {
    // All has been said with the end of the command.
  }

  handleError(error: Error): void {
    this.failure = error;
    this.give();
  }
}

/** Hears a connection in place of its driver; answers how to give it back, with what has come for the driver already. */
function divert(socket: Socket, hears: Hears): (rest: Buffer) => void {
  const [driver] = socket.listeners('data') as ((bytes: Buffer) => void)[];
  if (!driver) throw new Error('Nobody hears this connection.');
  if (socket instanceof CopySocket) {
    socket.divert(hears);
    return (rest) => {
      socket.divert(null);
      driver(Buffer.from(rest));
    };
  }
  const listener = (bytes: Buffer): void => {
    if (!hears(bytes)) socket.pause();
  };
  socket.removeListener('data', driver);
  socket.on('data', listener);
  return (rest) => {
    socket.removeListener('data', listener);
    socket.on('data', driver);
    driver(rest);
  };
}
