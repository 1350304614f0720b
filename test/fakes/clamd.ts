import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { ScannerPlace } from '../../scanner-config';

/** The file that every scanner takes for malware, in two parts so that none takes this one for it. */
export const EICAR = Buffer.from(
  ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''),
);

/** `hang` takes everything and answers nothing, `end` hangs up in the middle, `answer` says something of its own. */
export type ClamdWay = 'scan' | 'hang' | 'end' | { readonly answer: string };

/** Speaks as much of the protocol of `clamd` as we do, over a real socket. */
export class FakeClamd {
  /** Contents that came in whole. */
  readonly scanned: Buffer[] = [];
  way: ClamdWay = 'scan';
  /** Bytes beyond which it answers early and hangs up. */
  limit = Infinity;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  private constructor() {
    this.server = createServer((socket) => this.serve(socket));
  }

  static async listening(): Promise<FakeClamd> {
    const fake = new FakeClamd();
    await new Promise<void>((resolve) => fake.server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get place(): ScannerPlace {
    return { host: '127.0.0.1', port: (this.server.address() as AddressInfo).port };
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => this.sockets.delete(socket));
    let held = Buffer.alloc(0);
    socket.on('data', (piece) => {
      held = Buffer.concat([held, piece]);
      this.heard(socket, held);
    });
  }

  private heard(socket: Socket, held: Buffer): void {
    if (held.toString('latin1').startsWith('zVERSION\0')) return void socket.end('ClamAV 1.4.6/27800/today\0');
    if (this.way === 'end' && held.length > 'zINSTREAM\0'.length) return void socket.destroy();
    if (held.length > this.limit) return void socket.end('INSTREAM size limit exceeded. ERROR\0');
    const content = contentOf(held);
    if (content === null || this.way === 'hang') return;
    this.scanned.push(content);
    const answer = typeof this.way === 'object' ? this.way.answer : verdictOn(content);
    socket.end(`${answer}\0`);
  }
}

const verdictOn = (content: Buffer): string =>
  content.includes(EICAR) ? 'stream: Eicar-Signature FOUND' : 'stream: OK';

/** Null until its empty piece has come. */
function contentOf(held: Buffer): Buffer | null {
  const pieces: Buffer[] = [];
  let at = 'zINSTREAM\0'.length;
  while (at + 4 <= held.length) {
    const length = held.readUInt32BE(at);
    if (length === 0) return Buffer.concat(pieces);
    pieces.push(held.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return null;
}
