import type { Decision } from './catalogue';
import type { Activity, Needs } from './schema';
import { type PlanningSettings, SHIPPED_SETTINGS } from './settings';

export type Reason =
  | 'PROHIBITED'
  | 'CORE'
  | 'SKILLS_IN_HOUSE'
  | 'SKILLS_MISSING'
  | 'THIN_MARKET'
  | 'NOT_CORE'
  | 'PRICES_FALL'
  | 'PRICES_RISE'
  | 'NOT_ASSESSED';

export interface ActivityEvidence {
  readonly name: string;
  readonly decision: Decision;
  /** What the assessments speak for; null where nothing was assessed. */
  readonly advice: Decision | null;
  readonly reasons: readonly Reason[];
  /** Skills that the activity takes, with what is missing of each (negative: more than needed). */
  readonly skills: readonly { readonly skill: string; readonly gap: number }[];
  /** The decision goes against the advice, so that it needs a rationale in words. */
  readonly against: boolean;
}

/** What is missing of a skill: needed − there. */
export const skillGap = ({ score, required }: { readonly score: number; readonly required: number }): number =>
  required - score;

/** For every activity what market and own skills speak for, beside what was decided. */
export const activityEvidence = (
  needs: Needs,
  settings: PlanningSettings = SHIPPED_SETTINGS,
): readonly ActivityEvidence[] => (needs.activities ?? []).map((activity) => weigh(activity, needs, settings));

/**
 * Prohibited activities stay. A core activity stays where its skills are there and is shared where they are missing. Any
 * other goes out; where the market is thin it is shared, and stays where its skills are there as well.
 */
function weigh(activity: Activity, needs: Needs, { prohibited, rules }: PlanningSettings): ActivityEvidence {
  const { name, decision, isCore, prohibitedCode } = activity;
  const skills = skillsFor(activity, needs);
  const answer = (advice: Decision | null, reasons: readonly Reason[]): ActivityEvidence => ({
    name,
    decision,
    advice,
    reasons,
    skills,
    against: advice !== null && advice !== decision,
  });
  if (prohibitedCode !== undefined && prohibited.includes(prohibitedCode)) return answer('retain', ['PROHIBITED']);
  const { market } = needs;
  if (!market || skills.length === 0) return answer(null, ['NOT_ASSESSED']);
  const missing = skills.some(({ gap }) => gap > 0);
  const thin = market.suppliersAvailable < rules.thinMarketBelow;
  const facts: readonly Reason[] = [
    isCore ? 'CORE' : 'NOT_CORE',
    missing ? 'SKILLS_MISSING' : 'SKILLS_IN_HOUSE',
    ...(thin ? ['THIN_MARKET' as const] : []),
    ...PRICE_REASON[market.priceTrend],
  ];
  return answer(adviceFor({ isCore, missing, thin }), facts);
}

const PRICE_REASON = { falling: ['PRICES_FALL'], stable: [], rising: ['PRICES_RISE'] } as const;

interface Facts {
  readonly isCore: boolean;
  readonly missing: boolean;
  readonly thin: boolean;
}

function adviceFor({ isCore, missing, thin }: Facts): Decision {
  if (isCore || thin) return missing ? 'partial' : 'retain';
  return 'outsource';
}

/** The skills that an activity names; all of them where it names none. */
const skillsFor = ({ skills }: Activity, { capability = [] }: Needs): ActivityEvidence['skills'] =>
  capability
    .filter(({ skill }) => skills === undefined || skills.includes(skill))
    .map((one) => ({ skill: one.skill, gap: skillGap(one) }));

/** What stays with us, in whole or in part: the organisation keeps the capability for it. */
export const retainedActivities = ({ activities = [] }: Needs): readonly string[] =>
  activities.filter(({ decision }) => decision !== 'outsource').map(({ name }) => name);
