import { lstatSync, readdirSync } from 'node:fs';
import { entryObjection } from '../files/entries';
import { isOwnName } from '../files/place';
import { isMissing, Unfit } from './inside';
import { NO_PATHS, type PathSum, plus, sumOf } from './path-sum';

/** One walk through a tree, which the thread that began it goes on with. */
export interface WalkOrder {
  readonly walk: string;
  readonly root: string;
  /** Each size costs a call. */
  readonly sizes: boolean;
  readonly limits: WalkLimits;
}

export interface WalkLimits {
  /** Of directories no more than of these. */
  readonly files: number;
  readonly bytes: number;
  /** Whether their paths are asked for. */
  readonly directories: boolean;
  /** A file of more bytes than these goes in pieces. */
  readonly piece: number;
  /** Files that are given as one text; without names they are only counted and added up. */
  readonly together: number;
  readonly names?: boolean;
  /** A sample ends behind the file with which it holds so many bytes. */
  readonly budget: number | null;
}

/** What a walk comes to next. Names are handed on as text: an object for each file costs more than reading it. */
export interface Stretch {
  /** JSON arrays of paths. */
  readonly files: readonly string[];
  readonly last: string | null;
  readonly count: number;
  readonly paths: PathSum;
  readonly bytes: number;
  /** Files that do not fit into a stretch. */
  readonly large: readonly Sized[];
  readonly directories: readonly string[];
  readonly done: boolean;
}

interface Sized {
  readonly path: string;
  readonly size: number;
}

interface Seen extends Sized {
  readonly directory: boolean;
}

interface Walk {
  readonly seen: Iterator<Seen, undefined>;
  /** What did not fit into the stretch before. */
  held: Seen | null;
  taken: number;
}

const walks = new Map<string, Walk>();

/** The next stretch of a walk; the first one begins it. */
export function walk(order: WalkOrder): Stretch {
  const going = walks.get(order.walk) ?? { seen: everything(order, ''), held: null, taken: 0 };
  walks.set(order.walk, going);
  try {
    return stretchOf(going, order.limits);
  } catch (error) {
    if (isMissing(error)) throw new Unfit(`Directory ${order.root} cannot be read: a part of it is missing.`);
    throw error;
  }
}

export function endWalk({ walk: id }: Pick<WalkOrder, 'walk'>): void {
  walks.delete(id);
}

function stretchOf(going: Walk, limits: WalkLimits): Stretch {
  const { files, bytes: most, budget } = limits;
  const found = new Gathering(limits);
  for (let next = take(going); next !== null; next = take(going)) {
    if (next.directory && found.pass(next) < files) continue;
    if (next.directory) return found.stretch({ done: false });
    if (budget !== null && going.taken > 0 && going.taken >= budget) return found.stretch({ done: true });
    if (found.count > 0 && found.bytes + next.size > most) {
      going.held = next;
      return found.stretch({ done: false });
    }
    going.taken += Math.max(next.size, 1);
    found.add(next);
    if (found.count >= files || found.bytes >= most) return found.stretch({ done: false });
  }
  return found.stretch({ done: true });
}

function take(going: Walk): Seen | null {
  const { held } = going;
  going.held = null;
  if (held) return held;
  const next = going.seen.next();
  return next.done === true ? null : next.value;
}

class Gathering {
  private readonly directories: string[] = [];
  private readonly large: Sized[] = [];
  private readonly texts: string[] = [];
  private paths: string[] = [];
  private last: string | null = null;
  private sum = NO_PATHS;
  count = 0;
  bytes = 0;
  private passed = 0;

  constructor(private readonly limits: Pick<WalkLimits, 'together' | 'piece' | 'directories' | 'names'>) {}

  /** Answers how many directories the walk has passed in this stretch. */
  pass({ path }: Pick<Seen, 'path'>): number {
    if (this.limits.directories) this.directories.push(path);
    return (this.passed += 1);
  }

  add({ path, size }: Sized): void {
    this.count += 1;
    this.bytes += size;
    if (this.limits.names === false) return void (this.sum = plus(this.sum, sumOf(path)));
    if (size > this.limits.piece) return void this.large.push({ path, size });
    this.last = path;
    this.paths.push(path);
    if (this.paths.length >= this.limits.together) this.close();
  }

  stretch({ done }: { readonly done: boolean }): Stretch {
    if (this.paths.length > 0) this.close();
    const { texts: files, last, count, sum: paths, bytes, large, directories } = this;
    return { files, last, count, paths, bytes, large, directories, done };
  }

  private close(): void {
    this.texts.push(JSON.stringify(this.paths));
    this.paths = [];
  }
}

function* everything(order: Pick<WalkOrder, 'root' | 'sizes'>, below: string): Generator<Seen, undefined> {
  const entries = readdirSync(`${order.root}/${below}`, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (below === '' && isOwnName(entry.name)) continue;
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    const directory = entry.isDirectory();
    const objection = entryObjection(path, directory || entry.isFile());
    if (objection) throw new Unfit(objection);
    yield { path, directory, size: directory || !order.sizes ? 0 : lstatSync(`${order.root}/${path}`).size };
    if (directory) yield* everything(order, path);
  }
  return undefined;
}
