import type { Issue, Refusal } from '../errors';
import { weighBusinessCase, plannedCase } from './business-case';
import { CRITICALITY_QUESTIONS, PROHIBITED_ACTIVITIES, type Quadrant, QUADRANTS } from './catalogue';
import type { Needs } from './schema';
import { swotWeight } from './swot';

/** From this weight on a weakness or threat needs an answer. */
const MITIGATE_FROM = 12;

interface Gate1 {
  /** Currency of bare amounts when the needs name none. */
  readonly currency: string;
  /** Warnings that the submitter accepts in writing. */
  readonly acknowledged?: readonly string[];
  readonly prohibited?: readonly string[];
}

/** Everything that gate G1 still asks for, in one list; empty means it may be submitted. */
export const missingForNeeds = (needs: Needs, options: Gate1): readonly Issue[] => [
  ...missingScope(needs),
  ...missingSwot(needs),
  ...givenAwayActivities(needs, options.prohibited),
  ...unansweredCriticality(needs),
  ...missingBusinessCase(needs),
  ...underestimatedManagement(needs, options),
  ...missingEmployeePlan(needs),
];

/** Why the needs may not be submitted, or null. The code names the gravest reason, the errors name all of them. */
export function needsObjection(needs: Needs, options: Gate1): Refusal | null {
  const errors = missingForNeeds(needs, options);
  if (errors.length === 0) return null;
  if (givenAwayActivities(needs, options.prohibited).length > 0) {
    return {
      code: 'ACTIVITY_MUST_BE_RETAINED',
      message: 'An activity that must be retained is to be given away.',
      errors,
    };
  }
  if (errors.length === underestimatedManagement(needs, options).length) {
    return { code: 'MGMT_COST_UNDERESTIMATED', message: errors.map(({ message }) => message).join('; '), errors };
  }
  return { code: 'GATE_INCOMPLETE', message: 'The needs are not complete.', errors };
}

/** Activities on the prohibited list that are not kept. */
export const givenAwayActivities = ({ activities = [] }: Needs, prohibited = PROHIBITED_ACTIVITIES): readonly Issue[] =>
  activities.flatMap(({ name, prohibitedCode, decision }, index) =>
    prohibitedCode !== undefined && prohibited.includes(prohibitedCode) && decision !== 'retain'
      ? [{ path: `needs.activities.${index}.decision`, message: `"${name}" (${prohibitedCode}) must be retained` }]
      : [],
  );

function missingScope({ objectiveType, statement, inScope, successMeasures }: Needs): readonly Issue[] {
  return [
    ...missing(objectiveType === undefined, 'objectiveType', 'say what the outsourcing is for'),
    ...missing(!statement, 'statement', 'state the objective in words'),
    ...missing(!inScope?.length, 'inScope', 'name at least one thing that is in scope'),
    ...missing(!successMeasures?.length, 'successMeasures', 'name at least one measure of success'),
  ];
}

function missingSwot({ swotItems = [] }: Needs): readonly Issue[] {
  const without = QUADRANTS.filter((quadrant) => !swotItems.some((item) => item.quadrant === quadrant));
  const unanswered = swotItems.flatMap(({ quadrant, impact, likelihoodOrFit, mitigation }, index) =>
    missing(
      isThreatening(quadrant) && swotWeight({ impact, fit: likelihoodOrFit }) >= MITIGATE_FROM && !mitigation,
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

/** Nobody has to use the wizard, but who starts it answers all of it. */
function unansweredCriticality({ criticalityAnswers }: Needs): readonly Issue[] {
  if (!criticalityAnswers) return [];
  return CRITICALITY_QUESTIONS.flatMap((question) =>
    missing(criticalityAnswers[question] === undefined, `criticalityAnswers.${question}`, 'answer yes or no'),
  );
}

const missingBusinessCase = ({ businessCase }: Needs): readonly Issue[] =>
  missing(!businessCase, 'businessCase', 'make the business case, with the cost of managing the vendor');

function underestimatedManagement(needs: Needs, { currency, acknowledged = [] }: Gate1): readonly Issue[] {
  const planned = plannedCase(needs, needs.currency ?? currency);
  const flagged = planned !== null && weighBusinessCase(planned).flags.length > 0;
  return missing(
    flagged && !acknowledged.includes('MGMT_COST_UNDERESTIMATED'),
    'businessCase.mgmtHoursPerWeek',
    'the management cost is under 3 % of the annual fee; raise it, or acknowledge MGMT_COST_UNDERESTIMATED',
  );
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
