import { unfit } from '../catalogue';
import { entryObjection } from './entries';
import { type Found, isOwnName } from './place';

/** One entry of a directory. */
export interface Listed {
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'other';
  readonly size: number;
}

type List = (path: string) => Promise<readonly Listed[]>;

/** All of a directory tree in the order of names. */
export async function* walkTree(list: List, below = ''): AsyncGenerator<Found> {
  const entries = [...(await list(below))].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (below === '' && isOwnName(entry.name)) continue;
    yield* visit(list, below === '' ? entry.name : `${below}/${entry.name}`, entry);
  }
}

async function* visit(list: List, path: string, { kind, size }: Listed): AsyncGenerator<Found> {
  const objection = entryObjection(path, kind !== 'other');
  if (objection) throw unfit(objection);
  yield { path, size, directory: kind === 'directory' };
  if (kind === 'directory') yield* walkTree(list, path);
}

/** Counts the files of a place; answers its directories, the deepest last. */
export async function tally(
  found: AsyncGenerator<Found>,
): Promise<{ readonly files: number; readonly directories: readonly string[] }> {
  let files = 0;
  const directories: string[] = [];
  for await (const { path, directory } of found) {
    if (directory) directories.push(path);
    else files += 1;
  }
  return { files, directories };
}
