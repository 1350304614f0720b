import { Writable } from 'node:stream';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { CanaryScan } from '../../domain/exit/deletion-schema';
import { Needles } from '../../domain/exit/needles';
import { tableId, type TableRef } from './catalogue';
import type { Erasure } from './erasure';
import { type FileSource, type Found, WHOLE } from './files/place';
import { flow } from './meter';
import { openSource } from './open-files';
import { resolveDatabase } from './places';
import { openSession, type Session } from './session';
import { qualified } from './table-sql';

const MAY_NOT_READ = '42501';
const MAX_PLACES = 20;

/** What one look through a source has come upon. */
class Search {
  readonly unread: string[] = [];
  readonly searched = { tables: 0, files: 0, bytes: 0 };
  private readonly places = new Set<string>();
  private readonly found = new Set<string>();
  private readonly needles: Needles;
  readonly sink = (): Writable =>
    new Writable({
      write: (bytes: Buffer, _encoding, done) => {
        this.needles.feed(bytes);
        done();
      },
    });

  constructor(private readonly values: readonly string[]) {
    this.needles = new Needles(values);
  }

  name(text: string): void {
    this.needles.feed(Buffer.from(text));
  }

  /** What was fed since the last time belongs to this place. */
  end(place: string): void {
    const found = this.needles.take();
    for (const value of found) this.found.add(value);
    if (found.length > 0 && this.places.size < MAX_PLACES) this.places.add(place);
  }

  result(now: number): CanaryScan {
    const { searched, unread, places, found, values } = this;
    return {
      at: new Date(now).toISOString(),
      planted: values.length,
      found: found.size,
      places: [...places],
      searched,
      unread,
    };
  }
}

type Scanned = Pick<Erasure, 'deps' | 'dataset' | 'signal' | 'now' | 'at'>;

/**
 * Looks for planted values in everything the connection of a source may read: all tables and materialized views of a database,
 * not only those of the dataset, because a copy in another one is a copy; all files of a place, with their names.
 */
export async function scanSource(scanned: Scanned, values: readonly string[]): Promise<CanaryScan> {
  const search = new Search(values);
  if (scanned.dataset.source.kind === 'postgres') await scanTables(search, scanned);
  else await scanFiles(search, scanned);
  return search.result(scanned.now);
}

async function scanTables(search: Search, scanned: Scanned): Promise<void> {
  const { dataset, deps } = scanned;
  if (dataset.source.kind !== 'postgres') return;
  const session = await openSession(await resolveDatabase(dataset.source, deps));
  try {
    for (const table of await relations(session)) await scanTable(search, { session, table, scanned });
  } finally {
    await session.close();
  }
}

const relations = (session: Session): Promise<readonly TableRef[]> =>
  session.rows<TableRef>(
    `select n.nspname as schema, c.relname as name
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'm') and c.relispopulated and c.relpersistence <> 't' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
      order by 1, 2`,
  );

interface Place {
  readonly session: Session;
  readonly table: TableRef;
  readonly scanned: Scanned;
}

async function scanTable(search: Search, { session, table, scanned: { signal, at } }: Place): Promise<void> {
  at(`searching ${tableId(table)}`);
  try {
    const rows = session.client.query(copyTo(`copy (select * from ${qualified(table)}) to stdout`));
    search.searched.bytes += (await flow(rows, { signal, sink: search.sink() })).bytes;
    search.searched.tables += 1;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== MAY_NOT_READ) throw error;
    search.unread.push(tableId(table));
  }
  search.end(tableId(table));
}

async function scanFiles(search: Search, { dataset, deps, signal, at }: Scanned): Promise<void> {
  if (dataset.source.kind === 'postgres') return;
  const place = await openSource(dataset.source, deps);
  try {
    // Of what was offered for download and has gone there is nothing to be looked through.
    if (dataset.source.kind === 'https' && (await place.sweep()) === 0) return;
    for await (const found of place.walk()) {
      await scanFile(search, { place, found, signal });
      at('searching files');
    }
  } finally {
    await place.close();
  }
}

async function scanFile(
  search: Search,
  { place, found, signal }: { place: FileSource; found: Found; signal: AbortSignal },
): Promise<void> {
  search.name(found.path);
  const bytes = found.directory ? null : await place.read(found.path, WHOLE);
  if (bytes) search.searched.bytes += (await flow(bytes, { signal, sink: search.sink() })).bytes;
  search.searched.files += found.directory ? 0 : 1;
  search.end('files');
}
