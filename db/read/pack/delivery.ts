import { creditStatement } from '../credits';
import { milestoneClock } from '../milestone-rules';
import { kpisOf } from '../../stores/kpis';
import { milestonesOf } from '../../stores/milestones';
import { ratingRoundsOf } from '../../stores/rating-rounds';
import { localDate, startOfDate } from '../../../domain/calendar/zone';
import { periodDates } from '../../../domain/calendar/periods';
import { isOverdue } from '../../../domain/milestone/agenda';
import { lastRound, type Milestone } from '../../../domain/milestone/milestone';
import { countedDelivery, punctualityOf } from '../../../domain/milestone/punctuality';
import { isOpenMilestone } from '../../../domain/milestone/words';
import { sumByCurrency } from '../../../domain/money';
import { ratingsView } from '../../../domain/rating/figures';
import type { PackCreditLines, PackMilestones, PackRating } from '../../../domain/review/pack-delivery-schema';
import type { Reading } from './index';

/** Lines for periods of what is talked about, and those that were written since it began; left out where there are none. */
export async function creditLinesPart({ trx, engagement, head, now }: Reading): Promise<PackCreditLines | undefined> {
  const since = startOfDate(engagement.time_zone, head.from);
  const { items, cumulative } = await creditStatement(trx, engagement, { now });
  const lines = items
    .flatMap(({ lines: own }) => own)
    .filter(({ period, createdAt }) => periodDates(period).end > head.from || Date.parse(createdAt) >= since);
  if (lines.length === 0) return undefined;
  const kpis = await kpisOf(trx, engagement.id);
  const nameOf = (key: string): string => kpis.find((one) => one.key === key)?.name ?? key;
  return {
    lines: lines.map(({ period, kpi, kind, money, invoice }) => ({
      ...{ period, kpi, kind, money, invoice },
      name: nameOf(kpi),
    })),
    totals: sumByCurrency(lines.map(({ money }) => money)),
    cumulative: cumulative && {
      months: cumulative.months,
      credited: cumulative.credited,
      atRisk: cumulative.atRisk,
      shareBp: cumulative.shareBp,
    },
  };
}

/** Left out where no milestone has to be spoken of. */
export async function milestonesPart({ trx, engagement, head, now }: Reading): Promise<PackMilestones | undefined> {
  const zone = engagement.time_zone;
  const since = startOfDate(zone, head.from);
  const all = await milestonesOf(trx, engagement.id);
  const spoken = all.filter((one) => isSpokenOf(one, { from: head.from, to: head.to, since }));
  if (spoken.length === 0) return undefined;
  const clock = await milestoneClock(trx, engagement);
  const { due, onTime, shareBp, meanDaysLate } = punctualityOf(all, head);
  return {
    punctuality: { due, onTime, shareBp, meanDaysLate },
    items: spoken.map((one) => {
      const delivery = countedDelivery(one);
      const acceptedAt = one.state === 'accepted' ? (lastRound(one)?.decidedAt ?? null) : null;
      return {
        ...{ number: one.number, title: one.title, due: one.due, fee: one.fee, state: one.state },
        overdue: isOverdue(one, clock, now),
        deliveredOn: delivery?.on ?? null,
        daysLate: delivery?.daysLate ?? null,
        acceptedOn: acceptedAt === null ? null : localDate(zone, acceptedAt),
      };
    }),
  };
}

interface Span {
  readonly from: string;
  readonly to: string;
  /** The instant at which it begins. */
  readonly since: number;
}

function isSpokenOf(milestone: Milestone, { from, to, since }: Span): boolean {
  if (isOpenMilestone(milestone.state)) return true;
  if (milestone.cancelled) return milestone.cancelled.at >= since;
  const decidedAt = lastRound(milestone)?.decidedAt ?? 0;
  return decidedAt >= since || (milestone.due >= from && milestone.due < to);
}

/** Rounds about quarters that are over, of the vendor that serves; a round that still runs is that vendor's alone. */
export async function ratingPart({ trx, engagement, head, now }: Reading): Promise<PackRating | undefined> {
  const own = (await ratingRoundsOf(trx, engagement.id)).filter(
    ({ quarter, vendorId }) => vendorId === engagement.vendor_id && periodDates(quarter).end <= head.to,
  );
  const { mean, trend, rounds } = ratingsView(own, engagement.time_zone, now);
  const told = rounds
    .flatMap((round) =>
      round.marks && round.mean !== null
        ? [{ quarter: round.quarter, mean: round.mean, marks: round.marks, remark: round.remark }]
        : [],
    )
    .slice(0, SHOWN);
  return told.length === 0 ? undefined : { mean, trend, rounds: told };
}
/** Rounds of a year. */
const SHOWN = 4;
