import { connect, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { DomainError } from '../../domain/errors';
import type { ScannerPlace } from '../../scanner-config';

/** What the scanner says of a file. */
export type Verdict =
  | { readonly kind: 'clean' }
  | { readonly kind: 'infected'; readonly signature: string }
  | { readonly kind: 'too-large' };

/** Milliseconds for the connection, and for all of a conversation: a scanner that is silent must hold nobody up for long. */
export interface Patience {
  readonly connectMs: number;
  readonly wholeMs: number;
}

const LONGEST_ANSWER = 1_000;

export const scannerAway = (): DomainError =>
  new DomainError('UNAVAILABLE', 'The scanner of files does not answer. Nothing was kept; send the file again later.');

export const fileInfected = (): DomainError =>
  new DomainError('FILE_INFECTED', 'The scanner found malware in the file. It was not kept.');

const SHORT: Patience = { connectMs: 2_000, wholeMs: 2_500 };

/** What `clamd` is, with the day of its signatures. Whatever fails is `UNAVAILABLE`, here and below. */
export const scannerVersion = (place: ScannerPlace): Promise<string> =>
  converse(place, SHORT, (socket) => void socket.write('zVERSION\0'));

/** Sends a file by `INSTREAM`: pieces behind their lengths, ended by an empty one. */
export async function scanStream(place: ScannerPlace, content: Readable, patience: Patience): Promise<Verdict> {
  const answer = await converse(place, patience, async (socket) => {
    socket.write('zINSTREAM\0');
    for await (const piece of content as AsyncIterable<Buffer>) await sendPiece(socket, piece);
    socket.write(lengthOf(0));
  });
  return verdictOf(answer);
}

async function sendPiece(socket: Socket, piece: Buffer): Promise<void> {
  // An empty piece would be the end.
  if (piece.length === 0) return;
  if (socket.destroyed) throw scannerAway();
  socket.write(lengthOf(piece.length));
  if (!socket.write(piece)) await drained(socket);
}

const drained = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    const go = (): void => {
      socket.off('drain', go).off('close', go);
      resolve();
    };
    socket.on('drain', go).on('close', go);
  });

function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes);
  return length;
}

function verdictOf(answer: string): Verdict {
  if (answer === 'stream: OK') return { kind: 'clean' };
  const [, signature] = /^stream: (.+) FOUND$/.exec(answer) ?? [];
  if (signature !== undefined) return { kind: 'infected', signature };
  if (answer.startsWith('INSTREAM size limit exceeded')) return { kind: 'too-large' };
  throw scannerAway();
}

async function converse(
  { host, port }: ScannerPlace,
  { connectMs, wholeMs }: Patience,
  say: (socket: Socket) => Promise<void> | void,
): Promise<string> {
  const socket = connect({ host, port });
  const late = setTimeout(() => socket.destroy(), wholeMs);
  const unmet = setTimeout(() => socket.destroy(), connectMs);
  socket.once('connect', () => clearTimeout(unmet));
  try {
    const answer = answerOf(socket);
    // An answer may come before all is said, as when a file is too large; and what breaks off has none.
    const said = Promise.resolve(say(socket)).then(() => answer);
    return await Promise.race([answer, said]);
  } finally {
    clearTimeout(late);
    clearTimeout(unmet);
    socket.destroy();
  }
}

const answerOf = (socket: Socket): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = '';
    socket.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
      const end = text.indexOf('\0');
      if (end >= 0) resolve(text.slice(0, end).trim());
      else if (text.length > LONGEST_ANSWER) reject(scannerAway());
    });
    // Its reason is for the operator, whom the doctor and the status page tell.
    socket.once('error', () => reject(scannerAway()));
    socket.once('close', () => reject(scannerAway()));
  });
