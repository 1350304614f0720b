import type { NeedsAnalysis } from './analysis-schema';
import { weighPlanned } from './business-case';
import { explainCriticality } from './criticality';
import { activityEvidence, retainedActivities, skillGap } from './evidence';
import { missingForNeeds } from './readiness';
import type { BusinessCaseAnswer, Needs, SwotAnswer } from './schema';
import type { PlanningSettings } from './settings';
import { scoreSwot, swotOf } from './swot';

export interface AnalysisContext {
  readonly currency: string;
  readonly settings: PlanningSettings;
}

/** Everything that the product works out of a needs record. */
export function analyseNeeds(needs: Needs, { currency, settings }: AnalysisContext): NeedsAnalysis {
  return {
    needs,
    criticality: explainCriticality(needs),
    activities: activityEvidence(needs, settings).map((one) => ({
      ...one,
      reasons: [...one.reasons],
      skills: [...one.skills],
    })),
    retained: [...retainedActivities(needs)],
    capability: (needs.capability ?? []).map((one) => ({
      skill: one.skill,
      score: one.score,
      required: one.required,
      gap: skillGap(one),
    })),
    swot: swotAnswer(needs),
    businessCase: caseAnswer(needs, { currency, settings }),
    missing: [...missingForNeeds(needs, { currency, settings })],
  };
}

export const swotAnswer = (needs: Needs): SwotAnswer | null =>
  needs.swotItems?.length ? scoreSwot(swotOf(needs)) : null;

/** Null while there is no business case, or none that adds up. */
export function caseAnswer(needs: Needs, { currency, settings }: AnalysisContext): BusinessCaseAnswer | null {
  const weighed = weighPlanned(needs, { currency, floorBp: settings.rules.managementFloorBp });
  return weighed && 'answer' in weighed ? weighed.answer : null;
}
