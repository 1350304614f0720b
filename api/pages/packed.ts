import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { Request, Response } from 'express';

const PACKERS = { br: promisify<Buffer, Buffer>(brotliCompress), gzip: promisify<Buffer, Buffer>(gzip) } as const;
type Packing = keyof typeof PACKERS;
/** The smallest first. Browsers name both alike, and the first only over TLS and to themselves. */
const PACKINGS: readonly Packing[] = ['br', 'gzip'];

/** How something that never changes and holds no secret is sent: packed once for each way, when it is first asked for. */
export function packedReply(content: Buffer): (req: Request, res: Response) => Promise<void> {
  const kept = new Map<Packing, Promise<Buffer>>();
  const packed = (packing: Packing): Promise<Buffer> => {
    const made = kept.get(packing) ?? PACKERS[packing](content);
    kept.set(packing, made);
    return made;
  };
  return async (req, res) => {
    const packing = PACKINGS.find((one) => req.acceptsEncodings(one) === one);
    res.vary('accept-encoding');
    if (!packing) return void res.send(content);
    const body = await packed(packing);
    res.set('content-encoding', packing).send(body);
  };
}
