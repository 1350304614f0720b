import type { Db } from '../knex';
import type { Trx } from '../transaction';

export interface KeptDossier {
  readonly termEnd: string;
  readonly builtAt: string;
  readonly dossier: Readonly<Record<string, unknown>>;
}

/** Built once for each end of a term: what was known then stays to be read. */
export async function insertDossier(
  trx: Trx,
  engagementId: string,
  { termEnd, dossier, now }: { termEnd: string; dossier: object; now: number },
): Promise<void> {
  await trx('renewal_dossiers')
    .insert({
      engagement_id: engagementId,
      term_end: termEnd,
      dossier: JSON.stringify(dossier),
      built_at: new Date(now),
    })
    .onConflict(['engagement_id', 'term_end'])
    .ignore();
}

interface Row {
  readonly engagement_id: string;
  readonly term_end: string;
  readonly dossier: KeptDossier['dossier'];
  readonly built_at: Date;
}

/** Newest term first. */
export async function dossiersOf(db: Db, engagementId: string): Promise<readonly KeptDossier[]> {
  const rows = await db<Row>('renewal_dossiers').where({ engagement_id: engagementId }).orderBy('term_end', 'desc');
  return rows.map((row) => ({ termEnd: row.term_end, builtAt: row.built_at.toISOString(), dossier: row.dossier }));
}
