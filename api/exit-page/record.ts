import { engagementAccess, type EngagementAct } from '../../domain/engagement/access';
import { purgeConfirmObjection, purgeObjection } from '../../domain/exit/purge';
import { purgeFacts } from '../../db/read/purge-facts';
import type { Db } from '../../db/knex';
import { archiveView, findArchive } from '../../db/stores/archives';
import type { EngagementRow } from '../../db/stores/engagements';
import { type PurgeRow, purgeOf, purgeView } from '../../db/stores/purges';
import type { PurgeOnPage, RecordOnPage } from '../../templates/exit-page-data';
import { teamOf } from '../engagement-scope';
import { namesOf } from '../pages/request-view';
import { archiveHref } from '../routes/archive';
import { ABOUT_RECORD, attemptAt } from './attempt';
import type { ExitSeen } from './parts';

/** What is kept of an engagement that has closed, and how it goes in the end; null before it has closed. */
export async function recordPart(
  db: Db,
  row: EngagementRow,
  { person, now, tried }: Omit<ExitSeen, 'locale'>,
): Promise<RecordOnPage | null> {
  if (row.state !== 'CLOSED') return null;
  const [found, purge] = await Promise.all([findArchive(db, row.id), purgeOf(db, row.id)]);
  const facts = await purgeFacts(db, row, { takenSha256: found?.sha256 ?? '', now });
  const archive = found && archiveView(found);
  const may = (act: EngagementAct): boolean => engagementAccess(act, person, teamOf(row)) === null;
  const missing = (purgeObjection(facts)?.errors ?? []).map(({ path }) => path);
  const nameOf = await namesOf(db, [
    archive?.builtById ?? null,
    purge?.requested_by ?? null,
    purge?.confirmed_by ?? null,
  ]);
  const mayConfirm = purge !== null && purgeConfirmObjection(purge, person) === null;
  const mayWithdraw = purge?.state === 'asked' && may('close');
  return {
    archive: archive && {
      ...{ builtAt: Date.parse(archive.builtAt), builtBy: nameOf(archive.builtById), href: archiveHref(row.id) },
      ...{ sha256: archive.sha256, files: archive.files, current: facts.archive?.current ?? false },
    },
    mayArchive: may('edit') && !purge?.confirmed_at,
    missing: purge ? [] : missing,
    mayAsk: purge === null && missing.length === 0 && may('close'),
    purge: purge && (await onPage(db, purge, nameOf)),
    ...{ mayConfirm, mayWithdraw, maySettle: mayConfirm || mayWithdraw },
    attempt: attemptAt(ABOUT_RECORD, tried),
  };
}

async function onPage(db: Db, purge: PurgeRow, nameOf: (id: string) => string): Promise<PurgeOnPage> {
  const { state, reason, erased, engagementId } = await purgeView(db, purge);
  return {
    ...{ state, reason, requestedBy: nameOf(purge.requested_by), requestedAt: purge.requested_at.getTime() },
    confirmedBy: purge.confirmed_by && nameOf(purge.confirmed_by),
    confirmedAt: purge.confirmed_at?.getTime() ?? null,
    endedAt: purge.ended_at?.getTime() ?? null,
    rows: Object.values(erased).reduce((sum, count) => sum + count, 0),
    certificateHref: purge.certificate && `/api/v1/engagements/${engagementId}/purge/certificate?format=html`,
  };
}
