import { EventEmitter, once } from 'node:events';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What befalls the bytes between two parts. It acts on connections that are open as well. */
export type Fault =
  | { readonly kind: 'pass' }
  /** Nobody listens, and whoever was connected is cut off. */
  | { readonly kind: 'refuse' }
  /** Connections stand and nothing comes through; what was sent arrives when the fault ends. */
  | { readonly kind: 'blackhole' }
  | { readonly kind: 'latency'; readonly ms: number; readonly jitterMs: number }
  | { readonly kind: 'bandwidth'; readonly bytesPerSecond: number }
  /** Of each connection, counted from now on and from the server only. */
  | { readonly kind: 'reset'; readonly afterBytes: number }
  /** The server's side seems to have ended; the client may go on talking. */
  | { readonly kind: 'half-close' }
  /**
   * What was asked reaches the server and the connection is cut some time after its answer should have come. With `asked`
   * only that which contains these bytes, so often as `times` says.
   */
  | { readonly kind: 'drop-reply'; readonly holdMs: number; readonly asked?: string; readonly times?: number };

export interface ProxyOptions {
  /** Port on loopback behind the proxy. */
  readonly target: number;
  /** Between 0 and 1, for jitter. */
  readonly random: () => number;
}

type Way = 'up' | 'down';
interface Link {
  readonly client: Socket;
  readonly server: Socket;
  /** Bytes from the server since the fault began. */
  received: number;
  /** Its answers are lost from now on. */
  doomed: boolean;
}

/** A TCP proxy on loopback that misbehaves on demand. */
export class FaultProxy {
  #fault: Fault = { kind: 'pass' };
  #drops = 0;
  readonly #changes = new EventEmitter().setMaxListeners(0);
  #server: Server | undefined;
  readonly #links = new Set<Link>();
  #port = 0;
  #target: number;

  constructor(private readonly options: ProxyOptions) {
    this.#target = options.target;
  }

  get port(): number {
    return this.#port;
  }

  get fault(): Fault {
    return this.#fault;
  }

  /** How many answers were dropped since the fault was set. */
  get drops(): number {
    return this.#drops;
  }

  async listen(): Promise<number> {
    const server = createServer({ allowHalfOpen: true }, (client) => void this.#accept(client));
    this.#server = server;
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    this.#port = typeof address === 'object' && address ? address.port : 0;
    return this.#port;
  }

  async set(fault: Fault): Promise<void> {
    const before = this.#fault;
    this.#fault = fault;
    this.#drops = 0;
    for (const link of this.#links) link.received = 0;
    this.#changes.emit('change');
    if (fault.kind === 'refuse') await this.#stopListening();
    if (fault.kind === 'half-close') for (const { client } of this.#links) client.end();
    if (before.kind === 'refuse' && fault.kind !== 'refuse') await this.listen();
  }

  /** As a balancer of load does: who connects from now on comes to another port, and who is connected stays. */
  aim(port: number): void {
    this.#target = port;
  }

  async close(): Promise<void> {
    this.#fault = { kind: 'pass' };
    this.#changes.emit('change');
    await this.#stopListening();
  }

  async #stopListening(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    for (const link of this.#links) cut(link);
    if (server) await new Promise((done) => server.close(done));
  }

  async #accept(client: Socket): Promise<void> {
    client.on('error', () => undefined);
    await this.#open();
    const server = createConnection({ port: this.#target, host: '127.0.0.1', allowHalfOpen: true });
    server.on('error', () => client.destroy());
    const link: Link = { client, server, received: 0, doomed: false };
    this.#links.add(link);
    await Promise.all([this.#carry(link, 'up'), this.#carry(link, 'down')]);
    this.#links.delete(link);
  }

  /** Waits out a blackhole. */
  async #open(): Promise<void> {
    while (this.#fault.kind === 'blackhole') await once(this.#changes, 'change');
  }

  async #carry(link: Link, way: Way): Promise<void> {
    const [from, to] = way === 'up' ? [link.client, link.server] : [link.server, link.client];
    try {
      for await (const chunk of from) await this.#pass(link, way, chunk as Buffer);
      to.end();
    } catch {
      cut(link);
    }
  }

  async #pass(link: Link, way: Way, chunk: Buffer): Promise<void> {
    await this.#open();
    const fault = this.#fault;
    if (fault.kind === 'latency') await sleep(fault.ms + this.options.random() * fault.jitterMs);
    if (fault.kind === 'bandwidth') await sleep((chunk.length / fault.bytesPerSecond) * 1_000);
    if (way === 'up') this.#doom(link, chunk);
    if (way === 'down' && (link.doomed || this.#isOver(link, chunk))) return;
    const to = way === 'up' ? link.server : link.client;
    if (to.writable && !to.write(chunk)) await Promise.race([once(to, 'drain'), once(to, 'close')]);
  }

  #doom(link: Link, chunk: Buffer): void {
    const fault = this.#fault;
    if (fault.kind !== 'drop-reply' || link.doomed || this.#drops >= (fault.times ?? Infinity)) return;
    if (fault.asked !== undefined && !chunk.includes(fault.asked)) return;
    link.doomed = true;
    this.#drops += 1;
    setTimeout(() => cut(link), fault.holdMs);
  }

  #isOver(link: Link, chunk: Buffer): boolean {
    link.received += chunk.length;
    if (this.#fault.kind !== 'reset' || link.received < this.#fault.afterBytes) return false;
    cut(link);
    return true;
  }
}

/** A reset, as when a machine has gone: not the quiet end of a conversation. */
function cut({ client, server }: Link): void {
  client.resetAndDestroy();
  server.destroy();
}
