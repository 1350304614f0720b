import type { Db } from '../../db/knex';
import { say } from '../timing';

interface Size {
  readonly name: string;
  readonly rows: string;
  readonly bytes: string;
}

const MB = 1024 ** 2;

/** What the filled tables take with their indexes, the largest first, and what that is for each engagement. */
export async function printSizes(db: Db, engagements: number): Promise<void> {
  await db.raw('analyze');
  const { rows } = await db.raw<{ rows: Size[] }>(
    `select relname as name, reltuples::bigint as rows, pg_total_relation_size(oid) as bytes
     from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 3 desc`,
  );
  say('| table | rows | MB | bytes a row | KB an engagement |\n|---|---|---|---|---|');
  for (const { name, rows: count, bytes } of rows.filter(({ bytes: of }) => Number(of) > MB))
    say(
      `| ${name} | ${Number(count).toLocaleString('en')} | ${(Number(bytes) / MB).toFixed(0)} | ${(Number(bytes) / Number(count)).toFixed(0)} | ${(Number(bytes) / 1024 / engagements).toFixed(1)} |`,
    );
  const all = rows.reduce((sum, { bytes }) => sum + Number(bytes), 0);
  say(`all: ${(all / MB).toFixed(0)} MB, ${(all / 1024 / engagements).toFixed(0)} KB an engagement`);
}
