import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** How a receiver answers a call; `hang` answers never. */
export type Answering = (
  call: Received,
) => { status?: number; headers?: Record<string, string>; body?: string } | 'hang';

/** A system outside, over real HTTP: keeps what it is sent and answers as it is told. */
export class FakeReceiver {
  readonly calls: Received[] = [];
  answer: Answering = () => ({});
  private readonly server: Server;

  constructor() {
    this.server = createServer((req, res) => {
      const parts: Buffer[] = [];
      req.on('data', (part: Buffer) => parts.push(part));
      req.on('end', () => {
        const call = { path: req.url ?? '', headers: req.headers, body: Buffer.concat(parts).toString('utf8') };
        this.calls.push(call);
        const told = this.answer(call);
        if (told !== 'hang') res.writeHead(told.status ?? 200, told.headers).end(told.body ?? '');
      });
    });
  }

  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get port(): number {
    // A server that listens on a port has such an address.
    return (this.server.address() as AddressInfo).port;
  }

  url(path = '/'): string {
    return `http://127.0.0.1:${this.port}${path}`;
  }

  reset(): void {
    this.calls.length = 0;
    this.answer = () => ({});
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
