import type { Db } from '../../db/knex';
import { inTransaction } from '../../db/transaction';
import { asOurselves, type Scope, within } from '../../db/wall/scope';
import { HIDDEN_TABLES, WALLED_TABLES } from '../../db/wall/tables';
import { testDatabase, type TestDatabase } from '../database';
import { makeVendor, type VendorWorld } from './wall-world';

let database: TestDatabase;
let db: Db;
let own: VendorWorld;
let other: VendorWorld;
beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
  [own, other] = [await makeVendor(db, 'own'), await makeVendor(db, 'other')];
});
afterAll(() => database.drop());

const NOBODY: Scope = { role: 'vendor' };
const TABLES = Object.keys(WALLED_TABLES);
/** Public holidays are everybody's. */
const TOLD_APART = TABLES.filter((table) => WALLED_TABLES[table]?.rows !== 'true');

type Row = Readonly<Record<string, unknown>>;
const rowsOf = async (table: string): Promise<readonly Row[]> =>
  (await db.raw<{ rows: Row[] }>(`select ${columnsOf(table)} from ${table}`)).rows;
const columnsOf = (table: string): string => WALLED_TABLES[table]?.vendor.read.replaceAll(' ', ', ') ?? '*';

/** What PostgreSQL says to it, by the code of its error; `done` where it says nothing. */
async function said(sql: string): Promise<string> {
  try {
    const { rowCount } = await db.raw<{ rowCount: number }>(sql);
    return `done ${rowCount}`;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'another error';
  }
}
const DENIED = '42501';

test('every table of the schema is walled or hidden', async () => {
  const { rows } = await db.raw<{ rows: { name: string }[] }>(
    "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'm', 'p') and not relispartition",
  );
  expect([...TABLES, ...HIDDEN_TABLES].sort()).toEqual(rows.map(({ name }) => name).sort());
});

test('no right reaches further than the lines of the tables', async () => {
  const { rows } = await db.raw<{ rows: { name: string; walled: boolean; policies: number }[] }>(
    `select relname as name, relrowsecurity as walled,
       (select count(*) from pg_policy where polrelid = pg_class.oid and not polpermissive
         and polroles = array['tenure_vendor'::regrole::oid])::integer as policies
     from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'm', 'p')
       and (has_any_column_privilege('tenure_vendor', oid, 'select, insert, update')
         or has_table_privilege('tenure_vendor', oid, 'delete, truncate, trigger'))
     order by 1`,
  );
  expect(rows).toEqual([...TABLES].sort().map((name) => ({ name, walled: true, policies: 4 })));
});

describe.each(HIDDEN_TABLES)('of %s', (table) => {
  test('a vendor learns nothing', async () => {
    expect(await within(own.scope, () => said(`select count(*) from ${table}`))).toBe(DENIED);
  });
});

describe.each(TOLD_APART)('of %s', (table) => {
  test('a query without any condition answers the own rows, and none where nothing is theirs', async () => {
    const all = await rowsOf(table);
    const seen = await within(own.scope, () => rowsOf(table));
    const theirs = await within(other.scope, () => rowsOf(table));
    expect([seen.length > 0, theirs.length > 0]).toEqual([true, true]);
    expect(seen.filter((row) => theirs.some((one) => JSON.stringify(one) === JSON.stringify(row)))).toEqual([]);
    expect(all).toEqual(expect.arrayContaining([...seen, ...theirs]));
    expect(await within(NOBODY, () => rowsOf(table))).toEqual([]);
  });

  test('rows of another are neither counted, changed nor deleted', async () => {
    const [key = ''] = Object.keys((await rowsOf(table))[0] ?? {});
    const held = await within(other.scope, () => rowsOf(table));
    const which = `${key}::text in (${held.map((row) => `'${String(row[key])}'`).join(', ')})`;
    const before = await rowsOf(table);
    const { change = '', hold = '', remove } = WALLED_TABLES[table]?.vendor ?? { read: '' };
    const column = change === '*' ? key : (change.split(' ')[0] ?? '');
    const answers = await within(own.scope, async () => ({
      counted: await said(`select 1 from ${table} where ${which}`),
      changed: await said(`update ${table} set ${column || hold || key} = null where ${which}`),
      deleted: await said(`delete from ${table} where ${which}`),
    }));
    expect(answers).toEqual({
      counted: 'done 0',
      changed: change || hold ? 'done 0' : DENIED,
      deleted: remove ? 'done 0' : DENIED,
    });
    expect(await rowsOf(table)).toEqual(before);
  });

  test('a row of another cannot be put in, and the answer does not tell whether it is there', async () => {
    const [row = {}] = (await db.raw<{ rows: Row[] }>(`select * from ${table}`)).rows.filter((one) =>
      Object.values(other.ids).some((id) => Object.values(one).includes(id)),
    );
    const before = await rowsOf(table);
    const json = JSON.stringify(row).replaceAll("'", "''").replaceAll('?', '\\?');
    const again = `insert into ${table} select * from json_populate_record(null::${table}, '${json}')`;
    expect(await within(own.scope, () => said(again))).toBe(DENIED);
    expect(await rowsOf(table)).toEqual(before);
  });
});

test('rows that may only be held stay as they are', async () => {
  for (const table of TABLES.filter((name) => WALLED_TABLES[name]?.vendor.hold)) {
    const hold = WALLED_TABLES[table]?.vendor.hold;
    const [held, changed] = await within(own.scope, async () => [
      await said(`select 1 from ${table} for update`),
      await said(`update ${table} set ${hold} = now()`),
    ]);
    expect([table, held.startsWith('done'), changed]).toEqual([table, true, DENIED]);
  }
});

test('joins with rows of others answer nothing', async () => {
  const { rows } = await within(own.scope, () =>
    db.raw<{ rows: Row[] }>(
      `select bids.id from bids join tender_invitations invited on invited.id = bids.invitation_id
       full join engagements on engagements.id = invited.engagement_id where engagements.id = :id or bids.id = :bid`,
      { id: other.ids['engagement'] ?? '', bid: other.ids['bid'] ?? '' },
    ),
  );
  expect(rows).toEqual([]);
});

test('who only bids sees nothing of the service, nor does who only serves see a tender', async () => {
  const { engagements: _service, ...bidder } = own.scope;
  const { tenders: _tender, candidates: _as, ...supplier } = own.scope;
  const counts = async (scope: Scope, tables: readonly string[]): Promise<readonly number[]> =>
    within(scope, () => Promise.all(tables.map(async (table) => (await rowsOf(table)).length)));
  expect(await counts(bidder, ['engagements', 'tenders', 'issues', 'kpi_values', 'settlements', 'reviews'])).toEqual([1, 1, 0, 0, 0, 0]); // prettier-ignore
  expect(await counts(supplier, ['engagements', 'issues', 'tenders', 'bids', 'tender_questions'])).toEqual([1, 1, 0, 0, 0]); // prettier-ignore
});

test('an answer for all is read by every bidder of the tender and by no other vendor, and its text stays as it is', async () => {
  const rival = await makeVendor(db, 'rival');
  await db.raw('update tender_questions set candidate_id = candidate_id, engagement_id = :to, answer = :name, answered_at = now(), visibility = :all where id = :id', { to: own.ids['engagement'] ?? '', name: 'for all', all: 'all', id: rival.ids['question'] ?? '' }); // prettier-ignore
  const answers = (scope: Scope): Promise<unknown> =>
    within(scope, async () => (await rowsOf('tender_questions')).filter(({ answer }) => answer === 'for all').length);
  expect([await answers(own.scope), await answers(other.scope)]).toEqual([1, 0]);
  const changed = within(own.scope, () => said("update tender_questions set answer = 'mine' where visibility = 'all'"));
  expect(await changed).toBe('done 0');
});

test('a pooled connection carries nothing over, whatever became of the transaction before', async () => {
  const who = async (): Promise<unknown> =>
    (
      await db.raw<{ rows: unknown[] }>(
        "select current_user = session_user as us, coalesce(current_setting('tenure.engagements', true), '') as ids",
      )
    ).rows[0];
  const ours = { us: true, ids: '' };
  await within(own.scope, () => rowsOf('issues'));
  expect(await who()).toEqual(ours);
  await within(own.scope, () => said('select broken'));
  expect(await who()).toEqual(ours);
  const failing = within(own.scope, () => inTransaction(db, (trx) => trx.raw('select 1 / 0')));
  await expect(failing).rejects.toThrow('division by zero');
  expect(await who()).toEqual(ours);
  const many = await Promise.all(
    Array.from({ length: 40 }, (_, n) => (n % 2 ? who() : within(own.scope, () => rowsOf('issues')))),
  );
  expect(many.filter((_, n) => n % 2)).toEqual(Array.from({ length: 20 }, () => ours));
});

test('what the product does of itself within the transaction of a vendor has its own rights, the next statement has not', async () => {
  const count = async (trx: Db, table: string): Promise<string> => {
    try {
      return String((await trx.raw<{ rows: { n: number }[] }>(`select count(*)::integer n from ${table}`)).rows[0]?.n);
    } catch (error) {
      return error instanceof Error && 'code' in error ? String(error.code) : 'another error';
    }
  };
  await within(own.scope, () =>
    inTransaction(db, async (trx) => {
      expect(await count(trx, 'issues')).toBe('1');
      expect(Number(await asOurselves(() => count(trx, 'issues')))).toBeGreaterThan(1);
      expect(await count(trx, 'issues')).toBe('1');
      // A part that fails takes the role of before with it.
      const part = trx.transaction(async (inner) => {
        await asOurselves(() => count(inner, 'users'));
        throw new Error('undone');
      });
      await expect(part).rejects.toThrow('undone');
      expect(await count(trx, 'users')).toBe(DENIED);
    }),
  );
});

test('a transaction of ours answers no vendor, and a scope takes ids only', async () => {
  const borrowed = inTransaction(db, (trx) => within(own.scope, () => trx.raw('select 1')));
  await expect(borrowed).rejects.toThrow('A transaction of ours was used for an outsider.');
  const forged = within({ role: 'vendor', engagements: ["x}'; reset role; --"] }, () => rowsOf('issues'));
  await expect(forged).rejects.toThrow('A scope is of ids');
});
