import { recentReadings } from '../../db/read/kpi-readings';
import { cancelItems, itemsOfKind } from '../../db/stores/action-items';
import { saveReviewRhythm } from '../../db/stores/engagements';
import { lockLivePlans } from '../../db/stores/improvement-plans';
import { openImprovementPlan } from '../../db/stores/open-improvement-plan';
import { type ActionItemKind, isPending } from '../../domain/action-item/kinds';
import { planOfStanding } from '../../domain/improvement/evidence';
import type { StandingEffect } from '../../domain/review/rules-schema';
import type { SettledStanding } from '../../domain/review/settle';
import { askOwner } from './owed-work';
import type { Standing } from './settle';

type Undo = Readonly<Record<string, string>> | null;

interface Effect {
  /** Does it, and answers what taking it back will need. Safe to repeat. */
  readonly start: (where: Standing, standing: SettledStanding) => Promise<Undo>;
  readonly end: (where: Standing, undo: Undo) => Promise<void>;
}

/** What is done when an effect begins and ends. The others are read by the gates, or are mails. */
export const EFFECTS: Readonly<Partial<Record<StandingEffect, Effect>>> = {
  assessExit: {
    start: (where, { period }) => askFor(where, 'exit-assessment', period),
    end: (where) => dropOpen(where, 'exit-assessment'),
  },
  requireImprovementPlan: { start: openPlan, end: (where) => dropOpen(where, 'improvement-owed') },
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

/**
 * A plan for what missed its target, unless plans run for all of that. Where the period names nothing to improve and no
 * plan runs, the owner is asked to open one. A plan outlives the standing: its KPIs close it.
 */
async function openPlan(where: Standing, { period }: SettledStanding): Promise<Undo> {
  const { trx, engagement, now } = where;
  const live = await lockLivePlans(trx, engagement.id);
  const covered = live.flatMap(({ kpis }) => kpis);
  const plan = planOfStanding({ period, readings: await recentReadings(trx, engagement.id), covered });
  if (plan !== null) await openImprovementPlan(trx, engagement, { ...plan, now });
  else if (live.length === 0) await askFor(where, 'improvement-owed', period);
  return null;
}

async function askFor(where: Standing, kind: ActionItemKind, period: string): Promise<Undo> {
  await askOwner(where, { kind, reason: reasonOf(where, period) });
  return null;
}

const reasonOf = ({ engagement }: Standing, period: string): string => `${engagement.id}:${period}`;

/** What the standing asked for and is still open is no longer asked for; what another reason asked for stays. */
async function dropOpen(where: Standing, kind: ActionItemKind): Promise<void> {
  const { trx, engagement, now } = where;
  const own = (await itemsOfKind(trx, engagement.id, kind)).filter(
    ({ state, key }) => isPending(state) && key.startsWith(`${kind}:${reasonOf(where, '')}`),
  );
  await cancelItems(
    trx,
    own.map(({ id }) => id),
    now,
  );
}
