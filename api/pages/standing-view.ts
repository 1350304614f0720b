import { standingInForce } from '../../db/read/vendor-standing';
import { scoreRules } from '../../db/read/score-rules';
import type { Db } from '../../db/knex';
import { effectsStarted, standingsOf } from '../../db/stores/standings';
import { effectsOf } from '../../domain/review/rules';
import type { StandingEffects } from '../../domain/review/rules-schema';
import type { StandingView } from '../../templates/score-page-data';

const SHOWN = 12;

/** The standing of an engagement, what it leads to now, and how it came about. */
export async function standingView(db: Db, engagementId: string): Promise<StandingView> {
  const [inForce, history, effects, rules] = await Promise.all([
    standingInForce(db, engagementId),
    standingsOf(db, engagementId),
    effectsStarted(db, engagementId),
    scoreRules(db),
  ]);
  return {
    inForce,
    tone: toneOf(effectsOf(rules, inForce)),
    effects: effects.filter(({ until }) => until === null).map(({ effect, since }) => ({ effect, since })),
    history: history
      .toReversed()
      .slice(0, SHOWN)
      .map(({ period, score, found, inForce: taken, redLine }) => ({ period, score, found, inForce: taken, redLine })),
  };
}

const toneOf = ({ preventNewAward, warnNewAward, fastTrackRenewal }: StandingEffects): StandingView['tone'] =>
  preventNewAward ? 'red' : warnNewAward ? 'amber' : fastTrackRenewal ? 'green' : 'quiet';
