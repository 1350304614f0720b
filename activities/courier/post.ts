import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { addressObjection, type Reach, urlObjection } from '../../domain/events/address';
import { beginningOf } from '../answer-text';
import { guardedLookup, type Road as Guarded } from '../guarded-lookup';

/** Milliseconds for one call, from the name to the last byte that is read. */
export const PATIENCE_MS = 15_000;
/** Bytes of an answer that are read; the rest is let go. */
const ANSWER_LIMIT = 16_384;

export interface Parcel {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** The beginning of the answer. */
  readonly body: string;
}

export interface Road extends Guarded {
  readonly patienceMs?: number;
}

/**
 * Posts JSON to an address outside and answers whatever status comes back. Redirects are not followed. Every address that
 * the name has must be allowed, and the socket is checked again before a byte of the message leaves: a name that changes
 * its address between the two gains nothing. Throws when the address is refused or no answer comes in time.
 */
export async function post({ url: text, headers, body }: Parcel, road: Road): Promise<Answer> {
  const objection = urlObjection(text, road.reach);
  if (objection) throw new Error(`The address ${objection}.`);
  const url = new URL(text);
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const signal = AbortSignal.timeout(road.patienceMs ?? PATIENCE_MS);
  const request = send(url, {
    method: 'POST',
    headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    agent: false,
    signal,
    lookup: guardedLookup(url, road),
  });
  try {
    return await answerTo(request, { url, body, reach: road.reach });
  } catch (error) {
    throw signal.aborted ? new Error('No answer in time.') : error;
  }
}

interface Message {
  readonly url: URL;
  readonly body: string;
  readonly reach: Reach;
}

function answerTo(request: ClientRequest, { url, body, reach }: Message): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request.once('error', reject);
    request.once('response', (response) => void readAnswer(response).then(resolve, reject));
    request.once('socket', (socket: Socket) => {
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        const objection = addressObjection(url, socket.remoteAddress ?? '', reach);
        if (objection) request.destroy(new Error(`The address ${objection}.`));
        else request.end(body);
      });
    });
  });
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const body = await beginningOf(response, ANSWER_LIMIT);
  response.destroy();
  return { status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'], body };
}
