import { type ConnectOpts, type OnReadOpts, Socket, type SocketConstructorOpts } from 'node:net';

/** Hears bytes that are gone once it returns; answers whether more may come. */
export type Hears = (bytes: Buffer) => boolean;

const BLOCK = 64 * 1024;

/**
 * A socket that reads into the same memory again and again. What is read into new memory each time makes V8 look through the whole
 * heap after every 64 MB, which costs more than all that is done with the bytes.
 */
export class CopySocket extends Socket {
  private readonly line: { hears: Hears };

  constructor() {
    const line: { hears: Hears } = { hears: () => true };
    const buffer = Buffer.allocUnsafeSlow(BLOCK);
    const onread: OnReadOpts = { buffer, callback: (length) => line.hears(buffer.subarray(0, length)) };
    // Its constructor takes it as `net.connect` does.
    const options: SocketConstructorOpts & ConnectOpts = { onread };
    super(options);
    this.line = line;
    this.divert(null);
  }

  /** From now on all that is read goes there; to everybody else, as from any socket, when it is null. */
  divert(hears: Hears | null): void {
    this.line.hears = hears ?? ((bytes) => this.push(Buffer.from(bytes)));
  }
}
