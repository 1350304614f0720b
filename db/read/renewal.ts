import { localDate } from '../../domain/calendar/zone';
import { costAgainstPlan, creditsIn, renewalFlags, trendOf } from '../../domain/contract/renewal';
import { readinessOn } from '../../domain/exit/preparation';
import { effectsOf } from '../../domain/review/rules';
import { plannedCase } from '../../domain/planning/business-case';
import type { Db } from '../knex';
import { listAlarms } from '../stores/alarms';
import type { EngagementRow } from '../stores/engagements';
import { exitPlanOf } from '../stores/exit-plans';
import { incidentsOf } from '../stores/incidents';
import { scorecardsOf } from '../stores/scorecards';
import { findVendor } from '../stores/vendors';
import { contractInForce } from './contract-in-force';
import { evaluationOf } from './evaluation';
import { preparationOf } from './preparation';
import { scoreRules } from './score-rules';
import { rollingScoreOf } from './scorecards';
import { termOf } from './term';
import { standingInForce } from './vendor-standing';

/** What speaks for and against going on with a vendor, as the records stand: the dossier of gate G4. */
export async function renewalDossierOf(db: Db, engagement: EngagementRow, now: number) {
  const { id } = engagement;
  const today = localDate(engagement.time_zone, now);
  // One after the other: the dossier is also built within a transaction, which has one connection.
  const term = await termOf(db, id, today);
  const rolling = await rollingScoreOf(db, id);
  const standing = await standingInForce(db, id);
  const cards = await scorecardsOf(db, id);
  const service = await trouble(db, engagement, today);
  const cost = await costOf(db, engagement, today);
  const exit = await wayOut(db, engagement, now);
  const trend = trendOf(cards.map(({ score }) => score));
  const flags = renewalFlags({
    effects: effectsOf(await scoreRules(db), standing),
    trend,
    readiness: exit.exitReadiness,
    critical: engagement.criticality === 'critical',
    alternatives: exit.alternatives.length,
    openRedAlarms: service.openRedAlarms,
  });
  return {
    currentEnd: term?.currentEnd ?? null,
    noticeDeadline: term?.noticeDeadline ?? null,
    renewedTimes: term?.renewedTimes ?? 0,
    rollingScore: rolling.score,
    standing,
    trend,
    ratedPeriods: cards.length,
    credits: creditsIn(cards),
    ...service,
    cost,
    ...exit,
    flags,
  };
}

/** Incidents of this term, and what is open now. */
async function trouble(db: Db, { id, time_zone }: EngagementRow, today: string) {
  const since = (await termOf(db, id, today))?.currentStart ?? '';
  const incidents = (await incidentsOf(db, id)).filter(
    ({ detectedAt }) => localDate(time_zone, Date.parse(detectedAt)) >= since,
  );
  const open = (await listAlarms(db, { engagementId: id, after: null, limit: 200 })).filter(
    ({ state }) => state !== 'closed',
  );
  return {
    incidents: incidents.length,
    majorIncidents: incidents.filter(({ severity }) => severity === 'major').length,
    openAlarms: open.length,
    openRedAlarms: open.filter(({ severity }) => severity === 'red').length,
  };
}

async function costOf(db: Db, { id, needs, currency }: EngagementRow, today: string) {
  const planned = plannedCase(needs, currency);
  const fee = (await contractInForce(db, id, today))?.terms.monthlyFee;
  return planned && fee ? costAgainstPlan(planned, fee) : null;
}

/** Who could do it instead: by the exit plan, and by the tender; and how ready the exit is. */
async function wayOut(db: Db, engagement: EngagementRow, now: number) {
  const plan = await exitPlanOf(db, engagement.id);
  const evaluation = await evaluationOf(db, engagement, now);
  const readiness = readinessOn(await preparationOf(db, engagement), localDate(engagement.time_zone, now));
  const others = (evaluation?.candidates ?? [])
    .filter(({ id, rank }) => id !== engagement.candidate_id && rank !== null)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    .slice(0, 3);
  const names: (string | undefined)[] = [];
  for (const { vendorId } of others) names.push((await findVendor(db, vendorId))?.name);
  const planned = plan?.plan.alternatives.map(({ name }) => name) ?? [];
  return {
    alternatives: [...new Set([...planned, ...names.filter((name) => name !== undefined)])],
    exitReadiness: readiness.score,
  };
}
