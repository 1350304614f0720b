import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { type AuditRow, entryHash, factsOfRow, GENESIS, saltedHash, valueHash } from '../stores/audit';

/** Entries that are read at once. */
const CHUNK = 5_000;

/**
 * Which entries are of version 1, and what each is: an erased one cannot be hashed any more, and without this any entry
 * could be said to be one of them. The entry of the stream `sealed`, whose payload holds the hash over all of it, is the
 * first and only one of its stream, and is written also where there is nothing to seal: nobody can append another.
 */
export async function sealedEntries(db: Knex): Promise<void> {
  await db.raw(`
    create table audit_sealed (
      stream text not null,
      seq bigint not null,
      -- SHA-256 of what stays of the entry when its payload goes.
      facts text not null,
      primary key (stream, seq)
    );
  `);
  await seal(db);
  await db.raw(`
    create function audit_sealed_stays() returns trigger language plpgsql as $$
    begin
      raise exception 'audit_sealed is final';
    end $$;
    create trigger audit_sealed_stays before insert or update or delete or truncate on audit_sealed
      execute function audit_sealed_stays();
  `);
}

async function seal(db: Knex): Promise<void> {
  let after = { stream: '', seq: 0 };
  for (;;) {
    const rows = await db<AuditRow>('audit_events')
      .where({ version: 1 })
      .whereRaw('(stream, seq) > (?, ?)', [after.stream, after.seq])
      .orderBy(['stream', 'seq'])
      .limit(CHUNK);
    const sealed = rows.map((row) => ({ stream: row.stream, seq: row.seq, facts: valueHash(factsOfRow(row)) }));
    await db.batchInsert('audit_sealed', sealed, 1_000);
    const last = rows.at(-1);
    if (!last) break;
    after = { stream: last.stream, seq: last.seq };
  }
  await writeDown(db);
}

async function writeDown(db: Knex): Promise<void> {
  const { rows } = await db.raw<{ rows: { payload: { sealed: number; root: string } }[] }>(
    `select jsonb_build_object('sealed', count(*), 'root', encode(sha256(convert_to(
       coalesce(string_agg(stream || ' ' || seq || ' ' || facts || E'\\n', '' order by stream collate "C", seq), ''), 'UTF8')), 'hex')) as payload
     from audit_sealed`,
  );
  const payload = rows[0]?.payload ?? {};
  const [at, salt] = [new Date(), randomBytes(16).toString('hex')];
  const entry = { key: 'audit.sealed', at: at.getTime(), type: 'audit.sealed', channel: 'system' as const };
  const payloadHash = saltedHash(salt, payload);
  const [stream, seq] = ['sealed', 1];
  const hash = entryHash(GENESIS, { stream, seq, entry, payloadHash });
  await db('audit_events').insert({
    ...{ stream, seq, event_key: entry.key, at, channel: entry.channel, type: entry.type },
    ...{ payload: JSON.stringify(payload), version: 2, payload_salt: salt, payload_hash: payloadHash },
    ...{ prev_hash: GENESIS, hash },
  });
  await db('audit_heads').insert({ stream, seq, hash });
}
