import { outcomeOf } from '../../domain/retrospective/retrospective';
import type { Db } from '../../db/knex';
import type { EngagementRow } from '../../db/stores/engagements';
import { retrospectivesOf } from '../../db/stores/retrospectives';
import { formPath, mayWrite } from './form-links';
import type { Beholder } from './selection-view';
import type { RetrospectiveOnPage } from '../../templates/retrospective-page-data';

const NEWEST = 3;

/** The newest looks back, as the page of the engagement tells them. */
export async function retrospectivePart(
  db: Db,
  row: EngagementRow,
  { person }: Beholder,
): Promise<readonly RetrospectiveOnPage[]> {
  const { id, needs } = row;
  const editable = mayWrite(row, person);
  const records = await retrospectivesOf(db, id);
  return records.slice(0, NEWEST).map(({ year, from, anniversary, facts, content, closedAt }) => {
    const { met, items } = outcomeOf(needs.successMeasures ?? [], content);
    const { cost, score, issues, alarms, incidents } = facts;
    return {
      formHref: editable && closedAt === null ? `${formPath(row, 'retrospective')}?of=${year}` : null,
      ...{ year, from, anniversary, met, measures: items.length },
      state: closedAt === null ? 'open' : 'closed',
      total: cost.total,
      planned: cost.planned?.tco ?? null,
      spentBp: cost.spentBp,
      ...{ score: score.rolling, trend: score.trend },
      ...{ issues: issues.raised, alarms: alarms.red + alarms.amber, incidents: incidents.all },
      summary: content?.summary ?? null,
      lessons: (content?.lessons ?? []).map(({ check }) => check),
    };
  });
}
