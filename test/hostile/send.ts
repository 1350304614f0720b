import { request } from 'node:http';
import { bodyOf, type HostileCase, textOf } from './case';

export interface HostileAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

interface Target {
  readonly base: string;
  readonly token: string;
}

/** Sends a case byte for byte: neither path nor headers are tidied on the way. */
export function send(given: HostileCase, { base, token }: Target): Promise<HostileAnswer> {
  const body = bodyOf(given);
  const headers = Object.entries(given.headers).map(([name, text]) => [name, textOf(text)] as const);
  const url = new URL(base);
  return exchange(
    {
      ...{ host: url.hostname, port: url.port, method: given.method, path: textOf(given.path) },
      headers: {
        connection: 'close',
        ...(given.as === 'admin' && { authorization: `Bearer ${token}` }),
        ...(body && { 'content-type': 'application/json', 'content-length': String(body.length) }),
        ...Object.fromEntries(headers),
      },
    },
    body,
  );
}

function exchange(options: object, body: Buffer | undefined): Promise<HostileAnswer> {
  return new Promise((resolve, reject) => {
    const call = request({ ...options, timeout: 20_000 }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          text: Buffer.concat(parts).toString(),
        }),
      );
      answer.on('error', reject);
    });
    call.on('timeout', () => call.destroy(new Error('no answer within 20 s')));
    // A server that refuses early may close before it has read everything.
    call.on('error', reject);
    call.end(body);
  });
}

/** Reads an address of the product as its administrator. */
export const read = (path: string, target: Target, accept = 'application/json'): Promise<HostileAnswer> =>
  exchange(
    {
      ...{ host: new URL(target.base).hostname, port: new URL(target.base).port, method: 'GET', path },
      headers: { connection: 'close', accept, authorization: `Bearer ${target.token}` },
    },
    undefined,
  );
