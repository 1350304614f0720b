import { constants, lstatSync, mkdirSync, openSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isInside, withoutSlash } from '../../../domain/exit/place';

/** What is wrong with the data, so that trying again does not help. */
export class Unfit extends Error {}

export interface Inside {
  readonly root: string;
  readonly check: (directory: string) => void;
  readonly make: (directory: string) => void;
}

/** Knows for the length of one order which directories really lie inside the root. */
export function insideOf(root: string): Inside {
  const real = withoutSlash(realpathSync.native(root));
  const known = new Set<string>();
  const check = (directory: string): void => {
    if (known.has(directory)) return;
    if (!isInside(realpathSync.native(join(root, directory)), real))
      throw new Unfit(`${join(root, directory)} leads out of ${root}.`);
    known.add(directory);
  };
  const make = (directory: string): void => {
    if (known.has(directory)) return;
    const there = existing(root, directory);
    check(there);
    if (there !== directory) mkdirSync(join(root, directory), { recursive: true });
    check(directory);
  };
  return { root, check, make };
}

const existing = (root: string, directory: string): string =>
  directory === '.' || lstatSync(join(root, directory), { throwIfNoEntry: false })
    ? directory
    : existing(root, dirname(directory));

const { O_RDONLY, O_NOFOLLOW } = constants;

/** Opens a file without following links; null when there is none. */
export function openInside({ root, check }: Inside, path: string): number | null {
  try {
    check(dirname(path));
    return openSync(`${root}/${path}`, O_RDONLY | O_NOFOLLOW);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
