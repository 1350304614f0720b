import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Certificate } from './certificate';

/** What a server may do otherwise than it should. */
export interface Mood {
  ranges: boolean;
  redirect: boolean;
  /** Bytes after which a connection is cut, once. */
  cutAfter: number;
}

/** Offers the files of a directory for download, parts of them too, to whom has the token. */
export async function fileServer(directory: string, certificate: Certificate) {
  const mood: Mood = { ranges: true, redirect: false, cutAfter: 0 };
  const asked: string[] = [];
  const token = 'Bearer https-canary-token';
  const server = createServer({ ...certificate }, (request, response) => {
    asked.push(`${request.method ?? ''} ${request.headers.range ?? ''} ${String(request.headers['if-range'] ?? '')}`);
    void answer(request, response, { directory, mood, token }).catch(() => response.writeHead(404).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port, not on a pipe
  const base = `https://localhost:${port}`;
  return {
    base,
    mood,
    asked,
    token,
    allow: `${base}/files`,
    secret: JSON.stringify({ authorization: token }),
    url: (path: string) => `${base}/files/${path.split('/').map(encodeURIComponent).join('/')}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

interface Shop {
  readonly directory: string;
  readonly mood: Mood;
  readonly token: string;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { directory, mood, token }: Shop,
): Promise<void> {
  if (mood.redirect) return void response.writeHead(302, { location: 'https://127.0.0.1/elsewhere' }).end();
  if (request.headers.authorization !== token) return void response.writeHead(401).end();
  const content = await readFile(join(directory, decodeURIComponent((request.url ?? '').replace('/files/', ''))));
  const etag = `"${createHash('sha256').update(content).digest('hex').slice(0, 16)}"`;
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const isSame = (request.headers['if-range'] ?? etag) === etag;
  if (!range || !mood.ranges || !isSame)
    return cut(response.writeHead(200, { etag, 'content-length': content.length }), content, mood);
  const [first, last] = [Number(range[1]), Math.min(Number(range[2] || content.length - 1), content.length - 1)];
  if (first >= content.length)
    return void response.writeHead(416, { etag, 'content-range': `bytes */${content.length}` }).end();
  const part = content.subarray(first, last + 1);
  const headers = { etag, 'content-length': part.length, 'content-range': `bytes ${first}-${last}/${content.length}` };
  cut(response.writeHead(206, headers), part, mood);
}

function cut(response: ServerResponse, bytes: Buffer, mood: Mood): void {
  if (mood.cutAfter === 0 || bytes.length <= mood.cutAfter) return void response.end(bytes);
  response.write(bytes.subarray(0, mood.cutAfter), () => response.destroy());
  mood.cutAfter = 0;
}
