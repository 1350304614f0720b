import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { urlObjection } from '../../../domain/events/address';
import { guardedLookup, type Road } from '../../guarded-lookup';
import { unfit } from '../catalogue';

/** Milliseconds without a byte after which a connection counts as lost. */
const SILENCE_MS = 60_000;

export interface Order {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** A few kept connections to servers that speak HTTPS. */
export interface HttpsLine {
  /** Answers whatever status comes back; redirects are not followed. The body is up to the caller. */
  readonly call: (order: Order) => Promise<IncomingMessage>;
  readonly close: () => void;
}

export interface Trust {
  readonly road: Road;
  /** Authority to trust instead of those of the system. */
  readonly authority?: string | undefined;
}

/** Certificates are checked, and every address of a host before a connection goes to it. */
export function openLine({ road, authority }: Trust): HttpsLine {
  const agent = new Agent({ keepAlive: true, maxSockets: 16, ...(authority !== undefined && { ca: authority }) });
  return { call: (order) => send(order, agent, road), close: () => agent.destroy() };
}

function send({ method, url, headers, body }: Order, agent: Agent, road: Road): Promise<IncomingMessage> {
  const objection = urlObjection(url.href, road.reach);
  if (objection) return Promise.reject(unfit(`${url.hostname} ${objection}.`));
  return new Promise((resolve, reject) => {
    const length = body ? { 'content-length': String(body.length) } : {};
    const options = { method, agent, headers: { ...headers, ...length }, lookup: guardedLookup(url, road) };
    const call = request(url, { ...options, timeout: SILENCE_MS, rejectUnauthorized: true });
    call.once('timeout', () => call.destroy(new Error(`${url.host} has been silent for too long.`)));
    call.once('error', reject);
    call.once('response', (answer) => {
      const status = answer.statusCode ?? 0;
      if (status < 300 || status >= 400 || status === 304) return resolve(answer);
      answer.destroy();
      reject(unfit(`${url.host} answers with a redirect (${status}), which is not followed.`));
    });
    call.end(body);
  });
}
