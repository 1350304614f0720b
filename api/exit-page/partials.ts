import { isServing } from '../../domain/engagement/statuses';
import type { Person } from '../../domain/people/people';
import { listDatasets } from '../../db/stores/datasets';
import { kpisOf } from '../../db/stores/kpis';
import { partialsOf } from '../../db/stores/partial-terminations';
import type { Db } from '../../db/knex';
import type { EngagementRow } from '../../db/stores/engagements';
import type { CertificateOnPage, PartsOnPage } from '../../templates/exit-page-data';
import { formPath, mayWrite } from '../pages/form-links';
import { certificateForms } from '../routes/deletion-certificate';

/** Parts of the service that have left or are to leave; null where there is none and none could be asked for. */
export async function partsPart(db: Db, row: EngagementRow, person: Person): Promise<PartsOnPage | null> {
  const partials = await partialsOf(db, row.id);
  const formHref = isServing(row.state) && mayWrite(row, person) ? formPath(row, 'partial-termination') : null;
  if (partials.length === 0 && formHref === null) return null;
  const names = new Map((await kpisOf(db, row.id)).map(({ key, name }) => [key, name]));
  return {
    formHref,
    items: partials.map(({ number, status, scope, kpis, cause, requestId, version, lapsedBecause, ...one }) => ({
      ...{ number, status, scope, cause, version, lapsedBecause },
      noticeDate: one.noticeDate,
      effectiveDate: one.effectiveDate,
      feeReduction: one.feeReduction ?? null,
      kpis: kpis.map((key) => names.get(key) ?? key),
      href: `/requests/${requestId}`,
    })),
  };
}

/** What has been deleted, each with its certificate in every form. */
export const certificatesPart = async (db: Db, row: EngagementRow): Promise<readonly CertificateOnPage[]> =>
  (await listDatasets(db, row.id))
    .filter(({ state }) => state === 'deleted')
    .map(({ key, title }) => ({ title, forms: certificateForms(row.id, key) }));

/** The form of the exit plan, as long as there is something to plan. */
export const planHref = (row: EngagementRow, person: Person): string | null =>
  mayWrite(row, person) ? formPath(row, 'exit-plan') : null;
