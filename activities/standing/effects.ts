import { cancelItems, itemsOfKind, openActionItem } from '../../db/stores/action-items';
import { saveReviewRhythm } from '../../db/stores/engagements';
import { workCalendarOf } from '../../db/read/work-calendar';
import { type ActionItemKind, isPending } from '../../domain/action-item/kinds';
import { dueOnDay } from '../../domain/action-item/marks';
import { addBusinessDays } from '../../domain/calendar/calendar';
import { localDate } from '../../domain/calendar/zone';
import type { StandingEffect } from '../../domain/review/rules-schema';
import type { SettledStanding } from '../../domain/review/settle';
import { holders } from '../agenda/people';
import type { Standing } from './settle';

type Undo = Readonly<Record<string, string>> | null;

interface Effect {
  /** Does it, and answers what taking it back will need. Safe to repeat. */
  readonly start: (where: Standing, standing: SettledStanding) => Promise<Undo>;
  readonly end: (where: Standing, undo: Undo) => Promise<void>;
}

/** Business days in which the work that a standing asks for is due. */
const WORK_DAYS = 10;

/** Somebody of ours owes something while the effect lasts; what is still open when it ends is no longer asked for. */
const work = (kind: ActionItemKind): Effect => ({
  start: (where, { period }) => askFor(where, { kind, period }),
  end: (where) => dropOpen(where, kind),
});

/** What is done when an effect begins and ends. The others are read by the gates, or are mails. */
export const EFFECTS: Readonly<Partial<Record<StandingEffect, Effect>>> = {
  assessExit: work('exit-assessment'),
  requireImprovementPlan: work('improvement-owed'),
  increaseReviewCadence: { start: reviewEveryMonth, end: reviewAsBefore },
};

async function reviewEveryMonth({ trx, engagement }: Standing): Promise<Undo> {
  await saveReviewRhythm(trx, engagement.id, 'monthly');
  return { rhythm: engagement.review_rhythm };
}

/** Only what the standing itself has changed is taken back. */
async function reviewAsBefore({ trx, engagement }: Standing, undo: Undo): Promise<void> {
  if (undo?.['rhythm'] === 'quarterly') await saveReviewRhythm(trx, engagement.id, 'quarterly');
}

async function askFor(
  { trx, engagement, now }: Standing,
  { kind, period }: { readonly kind: ActionItemKind; readonly period: string },
): Promise<Undo> {
  const calendar = await workCalendarOf(trx, engagement.time_zone);
  const day = addBusinessDays(calendar, localDate(engagement.time_zone, now), WORK_DAYS);
  const [assigneeId = engagement.owner_id] = holders(engagement, 'owner');
  await openActionItem(trx, {
    key: `${kind}:${engagement.id}:${period}`,
    engagementId: engagement.id,
    kind,
    assigneeId,
    escalateIds: holders(engagement, 'sponsor'),
    opensAt: now,
    dueAt: dueOnDay(engagement.time_zone, day),
    now,
  });
  return null;
}

async function dropOpen({ trx, engagement, now }: Standing, kind: ActionItemKind): Promise<void> {
  const open = (await itemsOfKind(trx, engagement.id, kind)).filter(({ state }) => isPending(state));
  await cancelItems(
    trx,
    open.map(({ id }) => id),
    now,
  );
}
