import type { Db } from '../../db/knex';
import { correctionsOf } from '../../db/stores/kpi-corrections';
import type { EngagementRow } from '../../db/stores/engagements';
import { evidenceOf } from '../../db/stores/kpi-evidence';
import { kpisOf, valuesOf } from '../../db/stores/kpis';
import { CORRECTION_ACTS, correctionAccess } from '../../domain/kpi/correction';
import type { Correction } from '../../domain/kpi/correction-schema';
import type { KpiDefinition } from '../../domain/kpi/record-schema';
import type { Person } from '../../domain/people/people';
import type { CorrectionOnPage } from '../../templates/service-page-data';
import { teamOf } from '../engagement-scope';
import { evidenceLink } from './evidence-link';
import type { Typed } from './issue-view';
import { namesOf } from './request-view';

const SHOWN = 50;

interface Seen {
  readonly person: Person;
  readonly typed: Typed;
}

/** Values that wait for a second person, with what the reader may do about each. */
export async function correctionsForPage(
  db: Db,
  row: EngagementRow,
  { person, typed }: Seen,
): Promise<readonly CorrectionOnPage[]> {
  const waiting = await correctionsOf(db, row.id, { state: 'proposed', limit: SHOWN });
  if (waiting.length === 0) return [];
  const kpis = new Map((await kpisOf(db, row.id)).map((kpi) => [kpi.key, kpi]));
  const nameOf = await namesOf(
    db,
    waiting.flatMap(({ proposedBy }) => proposedBy ?? []),
  );
  const views: CorrectionOnPage[] = [];
  for (const one of waiting) {
    const counted = (await valuesOf(db, row.id, one)).at(-1)?.value ?? null;
    const files = (await evidenceOf(db, row.id, one)).filter(({ correctionId }) => correctionId === one.id);
    const isTyped = typed.about === one.id;
    views.push({
      ...shown(one, kpis.get(one.key)),
      counted,
      files: files.map((file) => evidenceLink(row.id, file)),
      proposedBy: one.proposedBy && nameOf(one.proposedBy),
      offers: CORRECTION_ACTS.filter(
        (act) => correctionAccess(act, { person, team: teamOf(row), correction: one }) === null,
      ),
      text: isTyped ? (typed.fields['text'] ?? '') : '',
      refusal: isTyped ? typed.refusal : null,
    });
  }
  return views;
}

const shown = (
  { id, key, period, kind, value, status, evidence, reason, side, proposedAt }: Correction,
  kpi: KpiDefinition | undefined,
): Omit<CorrectionOnPage, 'counted' | 'files' | 'proposedBy' | 'offers' | 'text' | 'refusal'> => ({
  ...{ id, period, kind, value, status, evidence, reason, side },
  kpi: kpi?.name ?? key,
  unit: kpi?.unit ?? '',
  proposedAt: Date.parse(proposedAt),
});
