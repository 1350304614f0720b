import { agedIssues } from '../aged-issues';
import { responseTurns } from '../response-turns';
import { workCalendarOf } from '../work-calendar';
import { plansOf } from '../../stores/improvement-plans';
import { issuesOf } from '../../stores/issues';
import { kpisOf } from '../../stores/kpis';
import { startOfDate } from '../../../domain/calendar/zone';
import { concerns, type IssueRecord, isOpenIssue } from '../../../domain/issue/issue';
import { responseTimes } from '../../../domain/issue/response-times';
import { SIDES } from '../../../domain/issue/words';
import type { PackImprovement, PackIssues } from '../../../domain/review/pack-schema';
import type { Reading } from './index';

const DAY = 86_400_000;

type Within = (at: number | null) => boolean;

/** Whether an instant lies in what is talked about. */
function withinOf({ engagement, head }: Reading): Within {
  const [from, to] = [startOfDate(engagement.time_zone, head.from), startOfDate(engagement.time_zone, head.to)];
  return (at) => at !== null && at >= from && at < to;
}

/** The vendor reads the pack as well: what we keep among ourselves stays out of it. */
const isShared = (issue: IssueRecord): boolean => concerns('vendor', issue);

/** Issues between both sides that came up, were closed or stand open, how fast each side answered, and those open for too long. */
export async function issuesPart(reading: Reading): Promise<PackIssues | undefined> {
  const { trx, engagement, now } = reading;
  const within = withinOf(reading);
  const issues = (await issuesOf(trx, engagement.id)).filter(isShared);
  const opened = issues.filter(({ openedAt }) => within(openedAt)).length;
  const closed = issues.filter(({ closedAt }) => within(closedAt)).length;
  const open = issues.filter(({ state }) => isOpenIssue(state)).length;
  if (opened + closed + open === 0) return undefined;
  const turns = (await responseTurns(trx, engagement)).filter(({ askedAt }) => within(askedAt));
  const calendar = await workCalendarOf(trx, engagement.time_zone);
  const aged = (await agedIssues(trx, engagement.id, now)).filter(isShared);
  return {
    ...{ opened, closed, open },
    responses: SIDES.map((side) => ({ side, ...responseTimes(turns, side, calendar) })),
    aged: aged.map(({ number, title, severity, assignee, openedAt }) => ({
      ...{ number, title, severity, assignee },
      openedAt: new Date(openedAt).toISOString(),
      days: Math.floor((now - openedAt) / DAY),
    })),
  };
}

/** Improvement plans that live, and those that ended in what is talked about or after it. */
export async function improvementsPart({ trx, engagement, head }: Reading): Promise<PackImprovement[] | undefined> {
  const since = startOfDate(engagement.time_zone, head.from);
  const plans = (await plansOf(trx, engagement.id)).filter(({ endedAt }) => endedAt === null || endedAt >= since);
  if (plans.length === 0) return undefined;
  const kpis = await kpisOf(trx, engagement.id);
  const nameOf = (key: string): string => kpis.find((one) => one.key === key)?.name ?? key;
  return plans.map(({ number, trigger, state, due, measures, ...plan }) => ({
    ...{ number, trigger, state, due },
    kpis: plan.kpis.map(nameOf),
    measures: measures.length,
    done: measures.filter(({ doneAt }) => doneAt !== null).length,
  }));
}
