import type { RequestView } from '../../domain/approval/request-schema';
import type { Db } from '../../db/knex';
import { subjectOfEarlierRound } from '../../db/read/earlier-subject';
import { findSubject } from '../../db/stores/subjects';
import { changedFields } from '../../templates/facts';
import type { Changes } from '../../templates/page-data';

interface Since {
  readonly request: RequestView;
  /** Hash of what the reader was shown before; null to compare with the round before this one. */
  readonly since: string | null;
  readonly round: number;
}

/** What differs from what was decided on before; null when there was nothing before. */
export async function changesSince(db: Db, { request, since, round }: Since): Promise<Changes | null> {
  const earlier =
    since === null
      ? await subjectOfEarlierRound(db, request.id, round)
      : { round: null, subject: await findSubject(db, request.id, since) };
  if (!earlier?.subject) return null;
  return { sinceRound: earlier.round, fields: changedFields(earlier.subject, request.subject) };
}
