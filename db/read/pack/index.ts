import { findVendor } from '../../stores/vendors';
import type { EngagementRow } from '../../stores/engagements';
import type { Trx } from '../../transaction';
import { localDate } from '../../../domain/calendar/zone';
import type { PackHead, PackPart, ReviewKind, ReviewPack } from '../../../domain/review/pack-schema';
import { coveredDates } from '../../../domain/review/covered';
import { actionsPart } from './actions';
import { creditLinesPart, milestonesPart, ratingPart } from './delivery';
import { improvementsPart, issuesPart } from './follow-up';
import { carbonPart, costPart, surveysPart } from './ledger';
import { creditsPart, kpisPart, scorePart } from './performance';
import { obligationsPart } from './obligations';
import { alarmsPart, incidentsPart } from './risk';

/** What a part of a pack is read from. */
export interface Reading {
  readonly trx: Trx;
  readonly engagement: EngagementRow;
  readonly head: PackHead;
  /** The day where the service is, and the instant. */
  readonly today: string;
  readonly now: number;
}

const PARTS: { readonly [P in PackPart]: (reading: Reading) => Promise<ReviewPack[P]> } = {
  score: scorePart,
  kpis: kpisPart,
  credits: creditsPart,
  alarms: alarmsPart,
  incidents: incidentsPart,
  obligations: obligationsPart,
  actions: actionsPart,
  creditLines: creditLinesPart,
  milestones: milestonesPart,
  issues: issuesPart,
  rating: ratingPart,
  improvements: improvementsPart,
  surveys: surveysPart,
  cost: costPart,
  carbon: carbonPart,
};

interface Review {
  readonly reviewId: string;
  readonly kind: ReviewKind;
  readonly period: string;
}

/** What a review talks about, from what the records say now. */
export async function buildPack(
  trx: Trx,
  engagement: EngagementRow,
  { review, now }: { readonly review: Review; readonly now: number },
): Promise<ReviewPack> {
  const vendor = engagement.vendor_id === null ? null : await findVendor(trx, engagement.vendor_id);
  const { id, number, title, currency, time_zone: timeZone } = engagement;
  const head: PackHead = {
    ...review,
    ...coveredDates(review),
    builtAt: new Date(now).toISOString(),
    engagement: { id, number, title, currency, timeZone },
    vendor: vendor?.name ?? null,
  };
  const reading: Reading = { trx, engagement, head, today: localDate(timeZone, now), now };
  return {
    ...head,
    score: await PARTS.score(reading),
    kpis: await PARTS.kpis(reading),
    credits: await PARTS.credits(reading),
    alarms: await PARTS.alarms(reading),
    incidents: await PARTS.incidents(reading),
    obligations: await PARTS.obligations(reading),
    actions: await PARTS.actions(reading),
    ...(await laterParts(reading)),
  };
}

/** Parts that a pack may do without: those that have nothing to say are not in it. */
async function laterParts(reading: Reading): Promise<Partial<ReviewPack>> {
  const parts = {
    creditLines: await PARTS.creditLines(reading),
    milestones: await PARTS.milestones(reading),
    issues: await PARTS.issues(reading),
    rating: await PARTS.rating(reading),
    improvements: await PARTS.improvements(reading),
    surveys: await PARTS.surveys(reading),
    cost: await PARTS.cost(reading),
    carbon: await PARTS.carbon(reading),
  };
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined));
}
