import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Server } from './server';

/** Narrow, middling and wide tables, with composite and textual keys and a reference. */
export const TABLES = ['customers', 'contracts', 'order_lines', 'events', 'documents'] as const;

/** Share of all rows in percent, and how to make rows `$2` to `$3`; `$1` is a pool of noise. */
const MAKING: Readonly<Record<(typeof TABLES)[number], readonly [number, string, string]>> = {
  customers: [
    4,
    `id bigint primary key, name text not null, email text, born date, balance numeric(14,2), note jsonb, updated_at timestamptz not null`,
    `select i, '客户 Kunde ' || i, 'k' || i || '@example.org', date '1950-01-01' + (i % 20000)::int, i * 1.07, jsonb_build_object('n', i, 'tags', array['a', 'b' || i % 100]), timestamptz '2020-01-01' + i * interval '1 second'`,
  ],
  contracts: [
    1,
    `id uuid primary key, customer_id bigint not null references customers, title text, value numeric(18,4), flags int[]`,
    `select md5(i::text)::uuid, i, 'Contract\t' || i || E'\\n\\\\', i / 3.0, array[i % 7, null, i % 11]::int[]`,
  ],
  order_lines: [
    40,
    `order_id bigint, line int, sku text collate "C", amount numeric(12,2), at timestamptz, primary key (order_id, line)`,
    `select i / 4, i % 4, 'sku-' || i % 5000, i % 10000 / 100.0, timestamptz '2021-01-01' + i * interval '3 seconds'`,
  ],
  events: [
    49,
    `id bigint primary key, kind text not null, payload jsonb not null, note text, at timestamptz not null, score double precision`,
    `select i, 'kind-' || i % 50, jsonb_build_object('id', i, 'blob', encode(substring($1::bytea from (i * 7919 % 60000)::int + 1 for 160), 'hex')), encode(substring($1::bytea from (i * 104729 % 60000)::int + 1 for 90), 'base64'), timestamptz '2022-01-01' + i * interval '1 second', i / 7.0`,
  ],
  documents: [
    6,
    `id text primary key, title text, body text, content bytea, made_at timestamptz`,
    `select 'D-' || lpad(i::text, 12, '0'), 'Document ' || i, encode(substring($1::bytea from (i * 7919 % 60000)::int + 1 for (300 + i % 700)::int), 'hex'), substring($1::bytea from (i * 104729 % 60000)::int + 1 for (200 + i % 800)::int), timestamptz '2023-01-01' + i * interval '1 second'`,
  ],
};
const STEP = 500_000;

/** Fills a database with rows that are the same every time. */
export async function makeTables(url: string, rows: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('set synchronous_commit = off');
    for (const table of TABLES) await fill(client, table, rows);
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
}

async function fill(client: pg.Client, table: (typeof TABLES)[number], rows: number): Promise<void> {
  const [share, columns, select] = MAKING[table];
  const count = Math.ceil((rows * share) / 100);
  await client.query(`create table ${table} (${columns})`);
  const insert = `insert into ${table} ${select} from generate_series($2::bigint, $3::bigint) i where $1::bytea is not null`;
  for (let from = 1; from <= count; from += STEP)
    await client.query(insert, [noise(65_536), from, Math.min(count, from + STEP - 1)]);
  await client.query(`vacuum (freeze, analyze) ${table}`);
}

/** The tables without rows, each waiting a moment whenever it has been written to. */
export async function makeSlowTables(server: Pick<Server, 'sql'>, milliseconds: number): Promise<void> {
  await server.sql(
    `create function wait_a_moment() returns trigger language plpgsql as $$ begin perform pg_sleep(${milliseconds / 1000}); return null; end $$`,
  );
  for (const table of TABLES)
    await server.sql(
      `create table ${table} (${MAKING[table][1]})`,
      `create trigger slow after insert on ${table} for each statement execute function wait_a_moment()`,
    );
}

const PER_FOLDER = 250;

/** Files of mixed sizes: most small, some of many kilobytes, one in a thousand of five megabytes. */
export function makeFiles(root: string, count: number): number {
  const pool = noise(8_000_000);
  let bytes = 0;
  for (let index = 0; index < count; index += 1) {
    const folder = join(root, `batch ${Math.floor(index / PER_FOLDER)}`, index % 2 === 0 ? '客户' : 'b');
    if (index % PER_FOLDER < 2) mkdirSync(folder, { recursive: true });
    const size = sizeOf(index);
    const from = (index * 7919) % 2_000_000;
    writeFileSync(join(folder, `file-${index}.dat`), pool.subarray(from, from + size));
    bytes += size;
  }
  return bytes;
}

function sizeOf(index: number): number {
  if (index % 1_000 === 999) return 5_000_000 + (index % 777);
  if (index % 10 === 9) return 40_000 + ((index * 31) % 40_000);
  return (index * 131) % 8_000;
}

function noise(bytes: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(bytes / 32) }, (_, index) =>
    createHash('sha256').update(`noise ${index}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, bytes);
}
