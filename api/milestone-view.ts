import { localDate } from '../domain/calendar/zone';
import { addDays } from '../domain/calendar/civil';
import { deliverBy, isOverdue, type MilestoneClock } from '../domain/milestone/agenda';
import type { Milestone, MilestoneRound } from '../domain/milestone/milestone';
import { countedDelivery, punctualityOf } from '../domain/milestone/punctuality';
import type { MilestoneView, PunctualityView } from '../domain/milestone/schema';
import { milestonesDue } from '../db/stores/milestones';
import type { Db } from '../db/knex';
import type { EngagementRow } from '../db/stores/engagements';

export interface Beheld {
  readonly clock: MilestoneClock;
  readonly now: number;
}

const instant = (at: number): string => new Date(at).toISOString();

export const milestoneView = (milestone: Milestone, { clock, now }: Beheld): MilestoneView => ({
  id: milestone.id,
  number: milestone.number,
  title: milestone.title,
  description: milestone.description,
  due: milestone.due,
  fee: milestone.fee,
  criteria: [...milestone.criteria],
  policyKey: milestone.policyKey,
  contractual: milestone.contractual,
  state: milestone.state,
  deliverBy: deliverBy(milestone, clock),
  overdue: isOverdue(milestone, clock, now),
  delivery: countedDelivery(milestone),
  payable: milestone.state === 'accepted' ? milestone.fee : null,
  rounds: milestone.rounds.map(roundView),
  cancelled: milestone.cancelled && { ...milestone.cancelled, at: instant(milestone.cancelled.at) },
  version: milestone.version,
});

const roundView = (round: MilestoneRound, index: number): MilestoneView['rounds'][number] => ({
  round: index + 1,
  side: round.side,
  actorId: round.actorId,
  deliveredAt: instant(round.deliveredAt),
  deliveredOn: round.deliveredOn,
  note: round.note,
  links: [...round.links],
  documentIds: [...round.documentIds],
  outcome: round.outcome,
  decidedAt: round.decidedAt === null ? null : instant(round.decidedAt),
  decidedBy: round.decidedBy,
  criteria: [...round.marks],
  comment: round.comment,
  requestId: round.requestId,
});

/** The days up to and with today, where an engagement is. */
export const everyDueBy = (timeZone: string, now: number): { readonly from: string; readonly to: string } => ({
  from: '1900-01-01',
  to: addDays(localDate(timeZone, now), 1),
});

/** How punctual deliveries are; everything that is due by today where no days are named. */
export async function punctualityView(
  db: Db,
  { id, time_zone: timeZone }: EngagementRow,
  { from, to, now }: { readonly from?: string | undefined; readonly to?: string | undefined; now: number },
): Promise<PunctualityView> {
  const every = everyDueBy(timeZone, now);
  const span = { from: from ?? every.from, to: to ?? every.to };
  return punctualityOf(await milestonesDue(db, id, span), span);
}
