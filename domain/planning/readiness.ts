import type { Issue, Refusal } from '../errors';
import { weighPlanned } from './business-case';
import { CRITICALITY_QUESTIONS, type Quadrant, QUADRANTS } from './catalogue';
import { activityEvidence } from './evidence';
import type { Needs } from './schema';
import { type PlanningSettings, SHIPPED_SETTINGS } from './settings';
import { swotWeight } from './swot';

interface Gate1 {
  /** Currency of bare amounts when the needs name none. */
  readonly currency: string;
  /** Warnings that the submitter accepts in writing, and the words. */
  readonly acknowledged?: readonly string[];
  readonly statement?: string | undefined;
  readonly settings?: PlanningSettings;
}

/** Everything that gate G1 still asks for, in one list; empty means it may be submitted. */
export const missingForNeeds = (needs: Needs, gate: Gate1): readonly Issue[] => [
  ...missingScope(needs),
  ...missingSwot(needs, settingsOf(gate)),
  ...givenAwayActivities(needs, settingsOf(gate).prohibited),
  ...unexplainedDecisions(needs, settingsOf(gate)),
  ...(settingsOf(gate).rules.assessmentsRequired ? missingAssessments(needs) : []),
  ...missingBusinessCase(needs, gate),
  ...underestimatedManagement(needs, gate),
  ...missingEmployeePlan(needs),
];

const settingsOf = ({ settings = SHIPPED_SETTINGS }: Gate1): PlanningSettings => settings;

/** Why the needs may not be submitted, or null. The code names the gravest reason, the errors name all of them. */
export function needsObjection(needs: Needs, gate: Gate1): Refusal | null {
  const errors = missingForNeeds(needs, gate);
  if (errors.length === 0) return null;
  if (givenAwayActivities(needs, settingsOf(gate).prohibited).length > 0) {
    return {
      code: 'ACTIVITY_MUST_BE_RETAINED',
      message: 'An activity that must be retained is to be given away.',
      errors,
    };
  }
  if (errors.length === underestimatedManagement(needs, gate).length) {
    return { code: 'MGMT_COST_UNDERESTIMATED', message: errors.map(({ message }) => message).join('; '), errors };
  }
  return { code: 'GATE_INCOMPLETE', message: 'The needs are not complete.', errors };
}

/** Activities on the prohibited list that are not kept. */
export const givenAwayActivities = (
  { activities = [] }: Needs,
  prohibited: readonly string[] = SHIPPED_SETTINGS.prohibited,
): readonly Issue[] =>
  activities.flatMap(({ name, prohibitedCode, decision }, index) =>
    prohibitedCode !== undefined && prohibited.includes(prohibitedCode) && decision !== 'retain'
      ? [{ path: `needs.activities.${index}.decision`, message: `"${name}" (${prohibitedCode}) must be retained` }]
      : [],
  );

/** Activities under a code that the list does not know: a misspelt one would be given away unnoticed. */
export const unknownCodes = ({ activities = [] }: Needs, prohibited: readonly string[]): readonly Issue[] =>
  activities.flatMap(({ prohibitedCode }, index) =>
    prohibitedCode !== undefined && !prohibited.includes(prohibitedCode)
      ? [
          {
            path: `needs.activities.${index}.prohibitedCode`,
            message: `"${prohibitedCode}" is not on the list (${prohibited.join(', ') || 'which is empty'})`,
          },
        ]
      : [],
  );

/** Where market and skills were assessed, a decision against what they say is explained. */
const unexplainedDecisions = (needs: Needs, settings: PlanningSettings): readonly Issue[] =>
  activityEvidence(needs, settings).flatMap(({ name, advice, against, reasons }, index) =>
    missing(
      against && !reasons.includes('PROHIBITED') && !needs.activities?.[index]?.rationale,
      `activities.${index}.rationale`,
      `the assessments speak for "${advice}" of "${name}": say why it is decided otherwise`,
    ),
  );

function missingScope({ objectiveType, statement, inScope, successMeasures }: Needs): readonly Issue[] {
  return [
    ...missing(objectiveType === undefined, 'objectiveType', 'say what the outsourcing is for'),
    ...missing(!statement, 'statement', 'state the objective in words'),
    ...missing(!inScope?.length, 'inScope', 'name at least one thing that is in scope'),
    ...missing(!successMeasures?.length, 'successMeasures', 'name at least one measure of success'),
  ];
}

function missingSwot({ swotItems = [] }: Needs, { rules }: PlanningSettings): readonly Issue[] {
  const without = QUADRANTS.filter((quadrant) => !swotItems.some((item) => item.quadrant === quadrant));
  const unanswered = swotItems.flatMap(({ quadrant, impact, likelihoodOrFit, mitigation }, index) =>
    missing(
      isThreatening(quadrant) && swotWeight({ impact, fit: likelihoodOrFit }) >= rules.mitigationFrom && !mitigation,
      `swotItems.${index}.mitigation`,
      'a weakness or threat of this weight needs a mitigation',
    ),
  );
  return [
    ...without.flatMap((quadrant) => missing(true, 'swotItems', `no entry for quadrant ${quadrant}`)),
    ...unanswered,
  ];
}

const isThreatening = (quadrant: Quadrant): boolean => quadrant === 'W' || quadrant === 'T';

/** What a decision to outsource rests on: how critical the service is, what goes out, and what market and own skills say. */
const missingAssessments = (needs: Needs): readonly Issue[] => [
  ...unansweredCriticality(needs),
  ...missing(!needs.activities?.length, 'activities', 'name at least one activity and decide whether it goes out'),
  ...missing(needs.market === undefined, 'market', 'assess the market: suppliers, maturity, prices'),
  ...missing(!needs.capability?.length, 'capability', 'assess your own capability: at least one skill'),
];

const unansweredCriticality = ({ criticalityAnswers = {} }: Needs): readonly Issue[] =>
  CRITICALITY_QUESTIONS.flatMap((question) =>
    missing(criticalityAnswers[question] === undefined, `criticalityAnswers.${question}`, 'answer yes or no'),
  );

function missingBusinessCase(needs: Needs, { currency }: Gate1): readonly Issue[] {
  const weighed = weighPlanned(needs, { currency, floorBp: 0 });
  if (weighed !== null) return 'issues' in weighed ? weighed.issues : [];
  return missing(true, 'businessCase', 'make the business case, with the cost of managing the vendor');
}

/** Shortest words that count as an acknowledgement in writing. */
const MIN_STATEMENT = 2;

function underestimatedManagement(needs: Needs, gate: Gate1): readonly Issue[] {
  const { managementFloorBp } = settingsOf(gate).rules;
  const weighed = weighPlanned(needs, { currency: gate.currency, floorBp: managementFloorBp });
  if (weighed === null || !('answer' in weighed) || weighed.answer.flags.length === 0) return [];
  const isAcknowledged = (gate.acknowledged ?? []).includes('MGMT_COST_UNDERESTIMATED');
  return [
    ...missing(
      !isAcknowledged,
      'businessCase.mgmtHoursPerWeek',
      `the management cost is under ${managementFloorBp / 100} % of the annual fee; raise it, or acknowledge MGMT_COST_UNDERESTIMATED`,
    ),
    ...(isAcknowledged && (gate.statement ?? '').trim().length < MIN_STATEMENT
      ? [{ path: 'comment', message: 'say in words why the management cost under the floor is accepted' }]
      : []),
  ];
}

function missingEmployeePlan({ employeeImpact: impact }: Needs): readonly Issue[] {
  if (!impact || impact.headcountAffected === 0) return [];
  return [
    ...missing(!impact.plan, 'employeeImpact.plan', 'people are affected: a plan is needed'),
    ...missing(!impact.hrOwner, 'employeeImpact.hrOwner', 'people are affected: name who answers for them in HR'),
  ];
}

const missing = (isMissing: boolean, field: string, message: string): readonly Issue[] =>
  isMissing ? [{ path: `needs.${field}`, message }] : [];
