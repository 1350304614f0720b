import { createWriteStream } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isPlainName } from '../../domain/exit/place';
import { StartFailure } from '../parts/failure';
import type { Bag } from './files';

/** Writes the data of a bag, decrypted and put together, into an empty directory; answers how many files there were. */
export async function openBag(bag: Bag, to: string): Promise<number> {
  await mkdir(to, { recursive: true });
  if ((await readdir(to)).length > 0) throw new StartFailure(`${to} is not empty.`);
  let files = 0;
  for (const path of bag.contents.keys()) {
    if (!path.startsWith('data/')) continue;
    const name = path.slice('data/'.length);
    if (!isPlainName(name)) throw new StartFailure(`${path} leads out of the bag.`);
    await mkdir(dirname(join(to, name)), { recursive: true });
    await pipeline(bag.read(path), createWriteStream(join(to, name), { flags: 'wx', mode: 0o600 }));
    files += 1;
  }
  return files;
}
