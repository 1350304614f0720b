import { SHIPPED_QUESTIONNAIRES } from '../../domain/vendor/assessment/library';
import type { QuestionnaireDefinition, StoredQuestionnaire } from '../../domain/vendor/assessment/schema';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

interface Row {
  readonly key: string;
  readonly version: number;
  readonly definition: QuestionnaireDefinition;
}

const toQuestionnaire = ({ key, version, definition }: Row): StoredQuestionnaire => ({
  key,
  version,
  origin: 'own',
  ...definition,
});

const shipped = (key: string): StoredQuestionnaire | null =>
  SHIPPED_QUESTIONNAIRES.find((one) => one.key === key) ?? null;

/** The newest version that is in force: the organisation's own one before the one that ships. */
export async function findQuestionnaire(db: Db, key: string): Promise<StoredQuestionnaire | null> {
  const row = await db<Row>('questionnaires').where({ key }).orderBy('version', 'desc').first();
  return row ? toQuestionnaire(row) : shipped(key);
}

export async function listQuestionnaires(db: Db): Promise<readonly StoredQuestionnaire[]> {
  const rows = await db<Row>('questionnaires')
    .distinctOn('key')
    .orderBy(['key', { column: 'version', order: 'desc' }]);
  const own = rows.map(toQuestionnaire);
  const others = SHIPPED_QUESTIONNAIRES.filter(({ key }) => !own.some((one) => one.key === key));
  return [...own, ...others].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Adds a version of the organisation's own. Whoever saves the same key waits. */
export async function saveQuestionnaire(
  trx: Trx,
  { key, definition, by, now }: { key: string; definition: QuestionnaireDefinition; by: string; now: number },
): Promise<StoredQuestionnaire> {
  await trx.raw('select pg_advisory_xact_lock(hashtext(?))', [`questionnaire:${key}`]);
  const version = ((await findQuestionnaire(trx, key))?.version ?? 0) + 1;
  await trx('questionnaires').insert({
    key,
    version,
    definition: JSON.stringify(definition),
    created_by: by,
    created_at: new Date(now),
  });
  return { key, version, origin: 'own', ...definition };
}
