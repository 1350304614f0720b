import type { Knex } from 'knex';
import { people } from './0001-people';
import { audit } from './0002-audit';
import { idempotency } from './0003-idempotency';

export type Migration = (db: Knex) => Promise<void>;

/** All migrations by name; run in the order of their names, never edited after landing. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-people': people,
  '0002-audit': audit,
  '0003-idempotency': idempotency,
};
