import type { ScoreRules, StandingEffects } from './rules-schema';
import { DEFAULT_BANDS, type DefaultStanding, standingOf } from './standing';

export const SCORE_RULES_KEY = 'score-rules';

export const NO_EFFECTS: StandingEffects = {
  preventNewAward: false,
  warnNewAward: false,
  preventRenewal: false,
  requireImprovementPlan: false,
  increaseReviewCadence: false,
  assessExit: false,
  fastTrackRenewal: false,
  notifyVendor: false,
  notifySponsor: false,
};

const trouble = {
  requireImprovementPlan: true,
  increaseReviewCadence: true,
  notifyVendor: true,
  notifySponsor: true,
};

const SHIPPED_EFFECTS: Readonly<Record<DefaultStanding, StandingEffects>> = {
  'very-poor': { ...NO_EFFECTS, ...trouble, preventNewAward: true, preventRenewal: true, assessExit: true },
  poor: { ...NO_EFFECTS, ...trouble, warnNewAward: true },
  average: NO_EFFECTS,
  excellent: { ...NO_EFFECTS, fastTrackRenewal: true },
};

/** Scores and standings as they ship; bands and effects follow the supplier scorecards of ERPNext, where the top holds 100. */
export const SHIPPED_SCORE_RULES: ScoreRules = {
  rolling: 'linear-12',
  standing: {
    from: 'rolling',
    bands: DEFAULT_BANDS.map((band) => ({ ...band, effects: SHIPPED_EFFECTS[band.key] })),
  },
  vendor: { score: 'spend-weighted', standing: 'worst', kpis: 'avg', kpisBy: [] },
  league: { minPeers: 5, stablePoints: 2, ends: 3 },
  selection: { minEngagements: 8 },
};

/** What a standing leads to; nothing for one that the rules do not know, such as `unrated`. */
export const effectsOf = ({ standing: { bands } }: ScoreRules, key: string): StandingEffects =>
  bands.find((band) => band.key === key)?.effects ?? NO_EFFECTS;

/** Whether a period with this score is one after which things are to be improved. */
export const requiresPlan = (rules: ScoreRules, score: number | null): boolean =>
  effectsOf(rules, standingOf(score, rules.standing.bands)).requireImprovementPlan;
