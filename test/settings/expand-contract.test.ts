import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONTRACT_STEPS } from '../../db/migrations/contract-steps';
import { version } from '../../package.json';
import { objectionsTo } from './expand-contract';

const FOLDER = join(__dirname, '..', '..', 'db', 'migrations');
/** Those up to here are the schema of the first release, which has none before it. */
const FIRST_RELEASE = '0755';
const migrations = readdirSync(FOLDER).filter((name) => /^\d{4}-.*\.ts$/.test(name));
const later = migrations.filter((name) => name.slice(0, 4) > FIRST_RELEASE);

test('a migration takes nothing away that the release before reads, or is listed as a contract step', () => {
  const listed = new Set(CONTRACT_STEPS.map(({ migration }) => `${migration}.ts`));
  const objections = later
    .filter((name) => !listed.has(name))
    .map((name) => ({ name, objections: objectionsTo(readFileSync(join(FOLDER, name), 'utf8')) }));

  expect(migrations.length).toBeGreaterThan(80);
  expect(objections.filter((one) => one.objections.length > 0)).toEqual([]);
});

test('a contract step names a migration that is there, and a release before this one', () => {
  for (const { migration, since } of CONTRACT_STEPS) {
    expect(migrations).toContain(`${migration}.ts`);
    expect(since < version).toBe(true);
  }
});

test.each([
  ['alter table users drop column digest', 'takes a column away'],
  ['drop table if exists watches;', 'takes a table away'],
  ['alter table users rename column name to full_name', 'renames what is read'],
  ['alter table users rename to people', 'renames what is read'],
  ['alter table users rename to people; create table users (like ranks including all)', 'renames what is read'],
  ['alter table users alter column name type varchar(80)', 'changes the type of a column'],
  ['alter table sessions alter column proved_at set not null', 'refuses rows without a value'],
  ['alter table users\n  add column rank integer not null', 'adds a column that must be given'],
  ["await db.schema.alterTable('users', (t) => t.dropColumn('digest'))", 'takes a column away'],
  ['drop trigger audit_events_append_only on audit_events', 'takes a function, a trigger or a view away'],
])('%s', (statement, breaks) => {
  expect(objectionsTo(statement)).toEqual([breaks]);
});

test.each([
  'alter table users add column rank integer not null default 0, add column note text',
  'create table ranks (id uuid primary key, name text not null)',
  'create index ranks_by_name on ranks (name)',
  'alter table mail_log alter column recipient_id drop not null',
  'alter table users rename to first_users; create table users (like first_users including all) partition by range (name)',
])('%s is allowed', (statement) => {
  expect(objectionsTo(statement)).toEqual([]);
});
