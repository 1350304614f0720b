import { eventRiskOf } from '../../db/read/event-risk';
import { scoreRules } from '../../db/read/score-rules';
import { appendAudit, engagementStream } from '../../db/stores/audit';
import type { EngagementRow } from '../../db/stores/engagements';
import { scorecardsOf } from '../../db/stores/scorecards';
import { effectsStarted, endEffect, saveStandings, standingsOf, startEffect } from '../../db/stores/standings';
import type { Trx } from '../../db/transaction';
import { localDate } from '../../domain/calendar/zone';
import type { Scorecard } from '../../domain/kpi/record-schema';
import type { MailOrder } from '../../domain/mail/order';
import { scoreRolling } from '../../domain/review/rolling-score';
import { effectsOf } from '../../domain/review/rules';
import type { ScoreRules, StandingEffect } from '../../domain/review/rules-schema';
import { byEnd, effectChanges, type SettledStanding, settlePeriods, type ToSettle } from '../../domain/review/settle';
import { EFFECTS } from './effects';
import { standingMails } from './mails';

export interface Standing {
  readonly trx: Trx;
  readonly engagement: EngagementRow;
  readonly now: number;
}

export interface StandingOutcome {
  readonly mails: readonly MailOrder[];
  /** Work was opened or withdrawn. */
  readonly replan: boolean;
}

/**
 * The standing after a period that was closed, or whose card was corrected: that period and those after it are settled, and
 * what the standing in force leads to begins or ends. Asking again changes nothing.
 */
export async function settleStandingsFrom(where: Standing, period: string): Promise<StandingOutcome> {
  const { trx, engagement, now } = where;
  const rules = await scoreRules(trx);
  const known = await standingsOf(trx, engagement.id);
  const earlier = known.filter((one) => byEnd(one, { period }) < 0);
  const due = await periodsFrom(where, { period, known, rules });
  const settled = settlePeriods(earlier, due, rules);
  await saveStandings(trx, engagement.id, { settled, now });
  const newest = settled.at(-1);
  if (!newest) return { mails: [], replan: false };
  const { started, ended } = await takeEffect(where, newest, rules);
  const before = known.at(-1)?.inForce ?? null;
  const mails = before === newest.inForce ? [] : standingMails(where, { before, newest, rules });
  return { mails, replan: [...started, ...ended].some((effect) => EFFECTS[effect] !== undefined) };
}

/** More periods than any contract has. */
const EVERY_CARD = 1_000;

interface From {
  readonly period: string;
  readonly known: readonly SettledStanding[];
  readonly rules: ScoreRules;
}

/** The period and every later one that has a card. Whether a red line was crossed stays as it was found at the time. */
async function periodsFrom(
  { trx, engagement, now }: Standing,
  { period, known, rules }: From,
): Promise<readonly ToSettle[]> {
  const cards = await scorecardsOf(trx, engagement.id, EVERY_CARD);
  const { redLine } = await eventRiskOf(trx, engagement, localDate(engagement.time_zone, now));
  return cards
    .filter((card) => byEnd(card, { period }) >= 0)
    .map((card) => ({
      period: card.period,
      score: judgedScore(card, { cards, rules }),
      redLine: known.find((one) => one.period === card.period)?.redLine ?? redLine,
      revision: card.revision ?? 1,
    }));
}

function judgedScore(
  { period, score }: Scorecard,
  { cards, rules }: { readonly cards: readonly Scorecard[]; readonly rules: ScoreRules },
): number | null {
  if (rules.standing.from === 'period' || score === null) return score;
  const periods = cards.map((card) => ({ period: card.period, score: card.score }));
  return scoreRolling({ periods, asOf: period, decay: rules.rolling }).score;
}

interface Changes {
  readonly started: readonly StandingEffect[];
  readonly ended: readonly StandingEffect[];
}

async function takeEffect(where: Standing, newest: SettledStanding, rules: ScoreRules): Promise<Changes> {
  const { trx, engagement, now } = where;
  const open = (await effectsStarted(trx, engagement.id)).filter(({ until }) => until === null);
  const changes = effectChanges(
    open.map(({ effect }) => effect),
    effectsOf(rules, newest.inForce),
  );
  // The trail tells the standing before what it leads to.
  await note(where, newest, changes);
  for (const effect of changes.started) {
    const undo = (await EFFECTS[effect]?.start(where, newest)) ?? null;
    await startEffect(trx, engagement.id, { effect, since: newest.period, evidence: { ...newest }, undo, now });
  }
  for (const effect of changes.ended) {
    await EFFECTS[effect]?.end(where, open.find((one) => one.effect === effect)?.undo ?? null);
    await endEffect(trx, engagement.id, { effect, until: newest.period, now });
  }
  return changes;
}

/** One entry each time that something changed; the same settling twice leaves one. */
async function note({ trx, engagement, now }: Standing, newest: SettledStanding, changes: Changes): Promise<void> {
  const { period, inForce } = newest;
  const what = [...changes.started, ...changes.ended].join(',');
  await appendAudit(trx, engagementStream(engagement.id), [
    {
      key: `standing:${period}:${inForce}:${newest.score}:${what}`,
      at: now,
      type: 'standing.settled',
      channel: 'workflow',
      payload: { ...newest, ...changes },
    },
  ]);
}
