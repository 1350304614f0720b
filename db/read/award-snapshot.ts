import type { Db } from '../knex';
import { valueHash } from '../stores/audit';
import { cultureOf, notesOf, waiversOf } from '../stores/evaluation-records';
import { questionsOf } from '../stores/tender-questions';
import { candidatesOf, modelOf, sheetsOf } from '../stores/vendors';

/**
 * Fingerprint of everything that a ranking is made of: model, quotes, score sheets, evidence, notes and waivers. While it
 * is the same, so are the figures that the approvers of an award have seen.
 */
export async function awardFingerprint(db: Db, engagementId: string): Promise<string> {
  // One after the other: inside a transaction all of them share one connection.
  const parts = [
    await modelOf(db, engagementId),
    await candidatesOf(db, engagementId),
    await sheetsOf(db, engagementId),
    [...(await cultureOf(db, engagementId))].sort(([a], [b]) => (a < b ? -1 : 1)),
    await questionsOf(db, engagementId),
    await notesOf(db, engagementId),
    await waiversOf(db, engagementId),
  ];
  return valueHash(parts);
}
