import { inTransaction, type Trx } from './transaction';
import type { Db } from './knex';

/** Values may be set down for what is to come: parts reach to the end of the year after next. */
const YEARS_AHEAD = 2;

/**
 * Sees to it that values of the coming years have parts of their own, named by their year. What was set down meanwhile for a
 * year without one lies in `kpi_values_other`, and moves. Makes tables: for whoever owns them, with the migrations.
 */
export async function keepYears(db: Db, now: number): Promise<void> {
  const last = new Date(now).getUTCFullYear() + YEARS_AHEAD;
  await inTransaction(db, async (trx) => {
    await trx.raw('select pg_advisory_xact_lock(7360114)');
    for (let year = (await newestYear(trx)) + 1; year <= last; year += 1) await addYear(trx, year);
  });
}

/** The last year that has a part; a release before parts has none to add to. */
async function newestYear(trx: Trx): Promise<number> {
  const { rows } = await trx.raw<{ rows: { year: number | null }[] }>(
    `select max(substring(inhrelid::regclass::text from '_([0-9]{4})$')::integer) as year
     from pg_inherits where inhparent = to_regclass('kpi_values')`,
  );
  return rows[0]?.year ?? Infinity;
}

async function addYear(trx: Trx, year: number): Promise<void> {
  const [part, from, to] = [`kpi_values_${year}`, String(year), String(year + 1)];
  await trx.raw(`create table ${part} (like kpi_values including defaults including constraints)`);
  await trx.raw(
    `with moved as (delete from kpi_values_other where period >= '${from}' and period < '${to}' returning *)
     insert into ${part} select * from moved`,
  );
  await trx.raw(`alter table kpi_values attach partition ${part} for values from ('${from}') to ('${to}')`);
}
