import { FREQUENCIES } from '../../domain/calendar/periods';
import { actionSteps } from '../../domain/action-item/steps';
import { localDate } from '../../domain/calendar/zone';
import { firstDayWithout } from '../../domain/contract/dates';
import {
  type AgendaInput,
  agendaAfter,
  type AgendaItem,
  compareAgenda,
  type Cursor,
  mergeAgenda,
  pendingAgenda,
} from '../../domain/engagement/agenda';
import { isBehind, laterIfUnsettled } from '../../domain/engagement/unsettled';
import { foreseen } from '../../domain/engagement/foreseen';
import { tenderItems } from '../../domain/tender/agenda';
import { isEnded, standsStill } from '../../domain/engagement/statuses';
import type { Db } from '../knex';
import { gathering } from '../once';
import { together } from '../together';
import { alarmSteps } from '../../domain/risk/alarm-steps';
import { pendingItems } from '../stores/action-items';
import { doneAtOf } from '../stores/agenda-log';
import { untoldAwardNotices } from '../stores/award-notices';
import { unsettledAlarms } from '../stores/alarms';
import { type EngagementRow, findEngagement } from '../stores/engagements';
import { kpisOf } from '../stores/kpis';
import { ifAny } from './agenda-sources';
import { amendmentAgenda } from './amendment-agenda';
import { monitoringAgenda } from './monitoring-agenda';
import { milestoneAgenda } from './milestone-agenda';
import { neededReminders } from './needed-reminders';
import { obligationAgenda } from './obligation-agenda';
import { planDates } from '../../domain/improvement/agenda';
import { issueSteps } from '../../domain/issue/agenda';
import { plansToSpeakOf } from '../stores/improvement-plans';
import { issuesToSpeakOf } from '../stores/issues';
import { questionsOf } from '../stores/tender-questions';
import { revisedSince } from '../stores/standings';
import { suspensionsOf } from '../stores/suspensions';
import { tenderOf } from '../stores/tenders';
import { drillAgenda } from './drill-agenda';
import { partialAgenda } from './partial-agenda';
import { exitTaskAgenda } from './exit-task-agenda';
import { exitWatchAgenda } from './exit-watch';
import { settlementAgenda } from './settlement-agenda';
import { silenceAgenda } from './silence';
import { subcontractorAgenda } from './subcontractor-agenda';
import { surveyAgenda } from './survey-agenda';
import { retrospectiveAgenda } from './retrospective-agenda';
import { costAgenda } from './cost-agenda';
import { ratingAgenda } from './rating-agenda';
import { contractInForce } from './contract-in-force';
import { termOf } from './term';
import { workCalendarOf } from './work-calendar';

interface Window {
  readonly cursor: Cursor;
  readonly limit: number;
}

/** What comes next for an engagement, computed from its records and the pure calendar. */
export async function agendaOf(db: Db, engagementId: string, window: Window): Promise<readonly AgendaItem[]> {
  const engagement = await findEngagement(db, engagementId);
  return engagement ? engagementAgenda(db, engagement, window) : [];
}

/** The same of an engagement that has been read. */
export async function engagementAgenda(
  db: Db,
  engagement: EngagementRow,
  window: Window,
): Promise<readonly AgendaItem[]> {
  if (isEnded(engagement.state)) return [];
  const lists = await together(db, [
    () => serviceAgenda(db, engagement, window),
    () => amendmentAgenda(db, engagement, window.cursor),
    () => workAgenda(db, engagement, window),
    () => dutyAgenda(db, engagement, window),
    () => tenderAgenda(db, engagement, window),
    () => awardAgenda(db, engagement, window),
    () => followUpAgenda(db, engagement, window),
    () => revisionAgenda(db, engagement, window),
    () => recallAgenda(db, engagement, window),
  ]);
  return mergeAgenda(
    [await patientAgenda(db, engagement.id, { items: lists.flat(), cursor: window.cursor })],
    window.limit,
  );
}

/** A date that its activity does not settle must not keep the monitoring busy. */
async function patientAgenda(
  db: Db,
  engagementId: string,
  { items, cursor }: { readonly items: readonly AgendaItem[]; readonly cursor: Cursor },
): Promise<readonly AgendaItem[]> {
  const behind = items.filter((item) => isBehind(item, cursor)).map(({ key }) => key);
  if (behind.length === 0) return items;
  return laterIfUnsettled(items, cursor, await doneAtOf(db, engagementId, behind));
}

/** What the monitoring works off before it plans again. */
export async function planOf(pool: Db, engagementId: string, window: Window): Promise<readonly AgendaItem[]> {
  const db = gathering(pool);
  const engagement = await findEngagement(db, engagementId);
  if (!engagement) return [];
  const items = await engagementAgenda(db, engagement, window);
  const input = await serviceInput(db, engagement, window.cursor.at);
  return input ? foreseen(input, window.cursor, items) : items;
}

/** Open work and alarms of the engagement: what its people are still to be told of, and when it is recalled. */
async function workAgenda(db: Db, { id }: EngagementRow, { cursor }: Window): Promise<readonly AgendaItem[]> {
  const [items, alarms] = await together(db, [
    () => ifAny(db, { source: 'action_items', engagementId: id }, () => pendingItems(db, id)),
    () => ifAny(db, { source: 'alarms', engagementId: id }, () => unsettledAlarms(db, id)),
  ]);
  return pendingAgenda([...items.flatMap(actionSteps), ...alarms.flatMap(alarmSteps)], cursor);
}

/** Obligations whose tasks are to be opened, who works without consent, what nobody measures, parts that leave, months to be closed, years to look back on, a settlement to agree to. */
const dutyAgenda = async (db: Db, engagement: EngagementRow, { cursor }: Window): Promise<readonly AgendaItem[]> =>
  pendingAgenda(
    [
      ...(await obligationAgenda(db, engagement)),
      ...(await subcontractorAgenda(db, engagement, cursor.at)),
      ...(await monitoringAgenda(db, engagement, localDate(engagement.time_zone, cursor.at))),
      ...(await costAgenda(db, engagement)),
      ...(await retrospectiveAgenda(db, engagement, cursor.at)),
      ...(await settlementAgenda(db, engagement)),
      ...(await exitWatchAgenda(db, engagement, cursor.at)),
      ...(await drillAgenda(db, engagement)),
      ...(await partialAgenda(db, engagement)),
    ],
    cursor,
  );

/** What both sides owe each other in the running service, what its vendor thinks of us, and surveys of those who use it. */
async function followUpAgenda(db: Db, row: EngagementRow, { cursor }: Window): Promise<readonly AgendaItem[]> {
  const [issues, ...others] = await together(db, [
    () => ifAny(db, { source: 'issues', engagementId: row.id }, () => issuesToSpeakOf(db, row.id)),
    () => silenceAgenda(db, row),
    () => planAgenda(db, row),
    () => milestoneAgenda(db, row),
    () => surveyAgenda(db, row),
    () => ratingAgenda(db, row, cursor.at),
  ]);
  return pendingAgenda([...issues.flatMap(issueSteps), ...others.flat()], cursor);
}

/** A suspension stops what a service can be measured by, and with it the plans that measure it. */
async function planAgenda(db: Db, row: EngagementRow): Promise<readonly AgendaItem[]> {
  if (standsStill(row)) return [];
  const of = { source: 'improvement_plans', engagementId: row.id } as const;
  const plans = await ifAny(db, of, () => plansToSpeakOf(db, row.id));
  return plans.flatMap((plan) => planDates(plan, row.time_zone));
}

/** Deadlines of the tender and of questions that vendors owe an answer to. Bids that should be open by now still open. */
async function tenderAgenda(db: Db, { id, state }: EngagementRow, { cursor }: Window): Promise<readonly AgendaItem[]> {
  if (state !== 'VENDOR_SELECTION') return [];
  const items = tenderItems(await tenderOf(db, id), await questionsOf(db, id));
  const closing = items.filter(({ kind }) => kind === 'tender-close');
  const others = items.filter((item) => item.kind !== 'tender-close' && compareAgenda(item, cursor) > 0);
  return [...pendingAgenda(closing, cursor), ...others];
}

/** Open tasks of the exit are recalled on their days; a day that has passed is not made up for. */
const recallAgenda = async (db: Db, engagement: EngagementRow, { cursor }: Window): Promise<readonly AgendaItem[]> =>
  (await exitTaskAgenda(db, engagement)).filter((item) => compareAgenda(item, cursor) > 0);

/** Cards that a confirmed correction has changed since their standing was settled. */
async function revisionAgenda(db: Db, { id }: EngagementRow, { cursor }: Window): Promise<readonly AgendaItem[]> {
  const revised = await revisedSince(db, id);
  const items = revised.map(({ period, revision, at }) => ({
    key: `card-revised:${period}:${revision}`,
    kind: 'card-revised' as const,
    at,
    facts: { period },
  }));
  return pendingAgenda(items, cursor);
}

/** Bidders who are still to be told of the award hear of it at once. */
async function awardAgenda(db: Db, { id }: EngagementRow, { cursor }: Window): Promise<readonly AgendaItem[]> {
  const of = { source: 'award_notices', engagementId: id } as const;
  const untold = await ifAny(db, of, () => untoldAwardNotices(db, id));
  const item = {
    key: 'award-notice:award',
    kind: 'award-notice',
    at: 0,
    facts: { bidders: String(untold.length) },
  } as const;
  return untold.length === 0 ? [] : pendingAgenda([item], cursor);
}

/** No more than these can be left out of a list: three of each of two periods of every frequency. */
const REMINDERS = 6 * FREQUENCIES.length;

async function serviceAgenda(
  db: Db,
  engagement: EngagementRow,
  { cursor, limit }: Window,
): Promise<readonly AgendaItem[]> {
  const input = await serviceInput(db, engagement, cursor.at);
  if (!input) return [];
  const items = agendaAfter(input, cursor, limit + REMINDERS);
  return neededReminders(db, engagement, { items, at: cursor.at });
}

/** What the dates of the service follow from, as known at an instant; null before it began. */
export async function serviceInput(db: Db, engagement: EngagementRow, at: number): Promise<AgendaInput | null> {
  const { id, time_zone: timeZone, live_on: liveOn, exit_effective_date: exitOn } = engagement;
  if (liveOn === null) return null;
  const today = localDate(timeZone, at);
  const [kpis, term, contract, calendar, suspensions] = await together(db, [
    () => kpisOf(db, id),
    () => termOf(db, id, today),
    () => contractInForce(db, id, today),
    () => workCalendarOf(db, timeZone),
    () => ifAny(db, { source: 'suspensions', engagementId: id }, () => suspensionsOf(db, id)),
  ]);
  const endsByItself = term?.decision === 'exit' || term?.decision === 'expired' || term?.decision === 'renegotiate';
  return {
    timeZone,
    calendar,
    liveOn,
    contractStart: contract?.terms.start ?? null,
    reviews: engagement.review_rhythm,
    frequencies: [...new Set(kpis.map(({ frequency }) => frequency))],
    term: term && !endsByItself ? term : null,
    serviceEnd: firstDayWithout(exitOn, term),
    suspensions,
  };
}
