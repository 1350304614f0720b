import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Db } from '../../db/knex';
import { historyText } from '../history';
import type { TestTemporal } from '../temporal';

/** Fifty people whom nobody knows: where each is planted, by their place in the list. */
export const CANARIES = Array.from({ length: 50 }, (_, index) => {
  const number = String(1000 + index * 7);
  return [`Zhou Ying ${number}`, `zhou.${number}@canary.example`, `周瀛测试员${number}号`, `+86 139 ${number} 0042`][index % 4] ?? '';
}); // prettier-ignore

const quoted = (text: string): string => `'${text}'`;

/** Statements that make the tables, with canaries in every kind of column; the address of a person is a key. */
export const plantedTables = (canaries: readonly string[]): readonly string[] => [
  'create table people (id int primary key, name text, note jsonb, scan bytea, tags text[])',
  'create table contacts (address text primary key, person int references people (id))',
  `insert into people select i, 'n' || i from generate_series(1, 11000) i`,
  ...canaries.map((canary, index) => {
    const value = quoted(canary);
    const columns = [
      `name = ${value}`,
      `note = jsonb_build_object('tel', ${value}::text)`,
      `scan = convert_to(${value}, 'UTF8')`,
      `tags = array['a', ${value}]`,
    ];
    if (index % 5 === 4) return `insert into contacts values (${value}, ${index + 1})`;
    return `update people set ${columns[index % 5]} where id = ${index * 200 + 1}`;
  }),
];

/** Files with canaries in their text, and every third one in a name. */
export const plantedFiles = (canaries: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    canaries.map((canary, index) =>
      index % 3 === 0 ? [`${canary}.txt`, 'nothing'] : [`file-${index}.txt`, `before ${canary} after`],
    ),
  );

/** Text of everything below a directory, with all names. */
export async function everyFile(root: string): Promise<string> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const texts = entries.map(async (entry) =>
    entry.isFile() ? readFile(join(entry.parentPath, entry.name), 'utf8') : '',
  );
  return [...entries.map(({ name }) => name), ...(await Promise.all(texts))].join('\n');
}

/** All rows of all tables as text; bytes as text too, where they are some. */
export async function everyRow(db: Db): Promise<string> {
  const tables: { name: string }[] = await db('pg_tables')
    .where({ schemaname: 'public' })
    .select({ name: 'tablename' });
  const texts: string[] = [];
  for (const { name } of tables) {
    const rows: { text: string }[] = await db(name).select({ text: db.raw('to_jsonb(??)::text', [name]) });
    texts.push(...rows.map(({ text }) => `${name}: ${text}`));
  }
  return texts.join('\n');
}

/** Histories of all executions that have to do with an engagement, their payloads and heartbeats read. */
export async function everyHistory({ client }: TestTemporal, ids: readonly string[]): Promise<readonly string[]> {
  const texts: string[] = [];
  for await (const { workflowId, runId } of client.workflow.list()) {
    if (ids.some((id) => workflowId.includes(id)))
      texts.push(await historyText(client.workflow.getHandle(workflowId, runId)));
  }
  return texts;
}

/** Which canaries stand in a text, as they are or in hexadecimal digits. */
export const seenIn = (text: string): readonly string[] =>
  CANARIES.filter((canary) => text.includes(canary) || text.includes(Buffer.from(canary).toString('hex')));
