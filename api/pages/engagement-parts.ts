import { localDate } from '../../domain/calendar/zone';
import { SCORE_EDGES } from '../../domain/review/standing';
import { engagementAgenda } from '../../db/read/agenda';
import type { Db } from '../../db/knex';
import type { EngagementRow } from '../../db/stores/engagements';
import { kpisOf } from '../../db/stores/kpis';
import { scorecardsOf } from '../../db/stores/scorecards';
import { sharedHoursOf } from '../../db/read/shared-hours';
import { termOf } from '../../db/read/term';
import type { EngagementPart, EngagementParts, GlanceView } from '../../templates/engagement-page-data';
import type { EngagementPartName } from '../../templates/engagement-parts';
import type { AlarmAttempt } from '../../templates/risk-page-data';
import { scorecardRadar } from '../../templates/scorecard-radar';
import { alarmsPart } from './alarms-view';
import { contractForms } from './contract-forms';
import { contractView } from './contract-view';
import { creditsView } from './credits-view';
import { inventoryForms } from './dataset-view';
import { timelineOf, type TimelineSeen } from './engagement-timeline';
import { exitView } from './exit-view';
import { feedbackPart } from './feedback-view';
import { followUpPart, relationshipPart } from './follow-up-view';
import { formLinks, kpiForms } from './form-links';
import { kpiViews, valueForms } from './kpi-view';
import { ledgerPart } from './ledger-view';
import { needsView } from './needs-view';
import { privacyPart } from './privacy-view';
import { reviewsPart } from './reviews-part';
import { riskPart } from './risk-view';
import { selectionForms } from './selection-forms';
import { type Beholder, selectionView } from './selection-view';
import { standingView } from './standing-view';

export interface Seen extends Beholder {
  readonly timeline: TimelineSeen;
  /** What the reader has just tried to do about an alarm; null where nothing was refused. */
  readonly attempt: AlarmAttempt | null;
}

const DATES = 8;
const SCORECARDS = 12;

type Views = { readonly [Name in EngagementPartName]: (asked: Asked) => Promise<EngagementParts[Name]> };

interface Asked {
  readonly db: Db;
  readonly row: EngagementRow;
  readonly seen: Seen;
}

/** One part of the page of an engagement: nothing is read for those that are not shown. */
export async function engagementPart(name: EngagementPartName, asked: Asked): Promise<EngagementPart> {
  const view = await VIEWS[name](asked);
  // The name and what belongs to it come from one entry of the table.
  return { name, ...view } as EngagementPart;
}

const VIEWS: Views = {
  overview: overviewPart,
  needs: async ({ db, row, seen }) => ({ needs: await needsView(db, row, seen) }),
  selection: selectionPart,
  contract: contractPart,
  delivery: deliveryPart,
  performance: performancePart,
  reviews: ({ db, row, seen }) => reviewsPart(db, row, seen),
  risk: ({ db, row, seen }) => riskPart(db, row, seen),
  exit: exitPart,
};

async function overviewPart({ db, row, seen }: Asked): Promise<EngagementParts['overview']> {
  const [glance, alarms, dates, overlap, relationship, timeline] = await Promise.all([
    glanceOf({ db, row, seen }),
    alarmsPart(db, row, seen),
    engagementAgenda(db, row, { cursor: { at: seen.now, key: '' }, limit: DATES }),
    sharedHoursOf(db, row, seen.now),
    relationshipPart(db, row, seen.now),
    timelineOf(db, row.id, seen.timeline),
  ]);
  return { glance, alarms, forms: formLinks(row, seen), dates, overlap, relationship, ...timeline };
}

async function glanceOf({ db, row, seen: { now } }: Asked): Promise<GlanceView | null> {
  const [[scorecard = null], term, followUp] = await Promise.all([
    scorecardsOf(db, row.id, 1),
    termOf(db, row.id, localDate(row.time_zone, now)),
    row.live_on === null ? null : followUpPart(db, row, now),
  ]);
  if (!scorecard && !term && !followUp) return null;
  return {
    scorecard,
    term: term && { currentEnd: term.currentEnd, noticeDeadline: term.noticeDeadline },
    followUp,
  };
}

async function exitPart({ db, row, seen: { person, now } }: Asked): Promise<EngagementParts['exit']> {
  const reader = { row, person, now };
  return { exit: await exitView(db, reader), datasetForms: inventoryForms(reader) };
}

async function selectionPart({ db, row, seen }: Asked): Promise<EngagementParts['selection']> {
  const { candidates, withheld } = await selectionView(db, row, seen);
  return {
    ...{ candidates, withheld },
    selectionForms: selectionForms({ row, person: seen.person }),
  };
}

async function contractPart({ db, row, seen }: Asked): Promise<EngagementParts['contract']> {
  const [contract, privacy] = await Promise.all([contractView(db, row, seen), privacyPart(db, row, seen)]);
  return { contract, privacy, contractForms: contractForms({ row, person: seen.person }) };
}

async function deliveryPart({ db, row, seen }: Asked): Promise<EngagementParts['delivery']> {
  const { now, person } = seen;
  const cards = await scorecardsOf(db, row.id, SCORECARDS);
  const [kpis, values, followUp, ledger, feedback] = await Promise.all([
    kpiViews(db, row, { now, cards, person }),
    valueForms(db, row, now),
    followUpPart(db, row, now),
    ledgerPart(db, row, seen),
    feedbackPart(db, row.id, now),
  ]);
  return { kpis, kpiForms: kpiForms(row, person), valueForms: values, followUp, feedback, ...ledger };
}

async function performancePart({ db, row, seen }: Asked): Promise<EngagementParts['performance']> {
  const [scorecards, kpis, standing, credits] = await Promise.all([
    scorecardsOf(db, row.id, SCORECARDS),
    kpisOf(db, row.id),
    standingView(db, row.id),
    creditsView(db, row, seen.now),
  ]);
  const radar = scorecardRadar({ cards: scorecards, kpis }, seen.person.locale);
  return { scorecards, radar, scoreEdges: SCORE_EDGES, standing, credits };
}
