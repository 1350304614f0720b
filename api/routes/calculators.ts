import type { ZodType } from 'zod';
import { findCalendar } from '../../db/stores/calendars';
import { TallyBody, TallyResult } from '../../domain/approval/tally-schema';
import { tallyVotes } from '../../domain/approval/tally-votes';
import { businessTimeDue } from '../../domain/calendar/business-time';
import { BusinessTimeAnswer, BusinessTimeInput, type WorkCalendar } from '../../domain/calendar/schema';
import { contractDates } from '../../domain/contract/dates';
import { earnBack } from '../../domain/contract/earn-back';
import * as contract from '../../domain/contract/schema';
import { serviceCredits } from '../../domain/contract/service-credits';
import { weighManagement } from '../../domain/delivery/management-cost';
import { ManagementCostAnswer, ManagementCostInput } from '../../domain/delivery/schema';
import { fieldError } from '../../domain/errors';
import { estimateMigration } from '../../domain/exit/migration-estimate';
import { proRata } from '../../domain/exit/prorata';
import { scoreReadiness } from '../../domain/exit/readiness';
import * as readiness from '../../domain/exit/readiness-schema';
import { settle } from '../../domain/exit/settlement';
import * as settlement from '../../domain/exit/settlement-schema';
import { carbonOf } from '../../domain/green/carbon';
import { forecastSeries } from '../../domain/forecast/forecast';
import { ForecastAnswer, ForecastInput } from '../../domain/forecast/schema';
import { CarbonAnswer, CarbonInput } from '../../domain/green/schema';
import { evaluateFormula } from '../../domain/kpi/formula';
import * as kpi from '../../domain/kpi/schema';
import { scoreKpi } from '../../domain/kpi/score';
import { explainCriticality } from '../../domain/planning/criticality';
import { weighBusinessCase } from '../../domain/planning/business-case';
import * as planning from '../../domain/planning/schema';
import { scoreSwot } from '../../domain/planning/swot';
import { scorePeriod } from '../../domain/review/period-score';
import { scoreRolling } from '../../domain/review/rolling-score';
import * as review from '../../domain/review/schema';
import { scoreEvents } from '../../domain/risk/event-risk';
import * as risk from '../../domain/risk/schema';
import { watchSeries } from '../../domain/risk/series-rules';
import { weighJudgements } from '../../domain/vendor/ahp';
import { weighOptions } from '../../domain/vendor/multi-criteria';
import { scoreQuestionnaire } from '../../domain/vendor/questionnaire';
import * as vendor from '../../domain/vendor/schema';
import { selectVendor } from '../../domain/vendor/selection';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';

type Deps = Pick<Services, 'db'>;

interface Calculator<I, A> {
  readonly summary: string;
  readonly body: ZodType<I>;
  readonly answer: ZodType<A>;
  readonly run: (input: I, deps: Deps) => A | Promise<A>;
}

/** Ties the body, the answer and the function of one calculator together before their types are erased in the route. */
const calculator =
  <I, A>({ summary, body, answer, run }: Calculator<I, A>) =>
  (name: string, deps: Deps): Route =>
    route<unknown, unknown, I>({
      method: 'post',
      path: `/calc/${name}`,
      summary,
      tag: 'Calculators',
      access: 'signed-in',
      idempotent: false,
      body,
      answers: { 200: answer },
      handle: async (call) => ok(await run(call.body, deps)),
    });

const CALCULATORS = {
  swot: calculator({ summary: 'Weigh a SWOT', body: planning.SwotInput, answer: planning.SwotAnswer, run: scoreSwot }),
  criticality: calculator({
    summary: 'How much the organisation depends on a service, with the way to the answer',
    body: planning.CriticalityInput,
    answer: planning.CriticalityAnswer,
    run: ({ answers, criticality }) => explainCriticality({ criticalityAnswers: answers, criticality }),
  }),
  'business-case': calculator({
    summary: 'Total cost of ownership with the cost of management',
    body: planning.BusinessCaseInput,
    answer: planning.BusinessCaseAnswer,
    run: (body) => weighBusinessCase(body),
  }),
  selection: calculator({
    summary: 'Rank candidates by total cost and by bare quote',
    body: vendor.SelectionInput,
    answer: vendor.SelectionAnswer,
    run: selectVendor,
  }),
  'multi-criteria': calculator({
    summary: 'Rank options by weighted sum or TOPSIS',
    body: vendor.MultiCriteriaInput,
    answer: vendor.MultiCriteriaAnswer,
    run: weighOptions,
  }),
  ahp: calculator({
    summary: 'Weights from pairwise judgements',
    body: vendor.AhpInput,
    answer: vendor.AhpAnswer,
    run: weighJudgements,
  }),
  questionnaire: calculator({
    summary: 'Score a questionnaire',
    body: vendor.QuestionnaireInput,
    answer: vendor.QuestionnaireAnswer,
    run: scoreQuestionnaire,
  }),
  'kpi-score': calculator({
    summary: 'Score a KPI value',
    body: kpi.KpiScoreInput,
    answer: kpi.KpiScoreAnswer,
    run: scoreKpi,
  }),
  'period-score': calculator({
    summary: 'Score a period from its KPIs',
    body: review.PeriodScoreInput,
    answer: review.PeriodScoreAnswer,
    run: scorePeriod,
  }),
  'rolling-score': calculator({
    summary: 'Score past periods, newest first in weight',
    body: review.RollingScoreInput,
    answer: review.RollingScoreAnswer,
    run: scoreRolling,
  }),
  'contract-dates': calculator({
    summary: 'End, notice deadline and reminders of a contract',
    body: contract.ContractDatesInput,
    answer: contract.ContractDatesAnswer,
    run: contractDates,
  }),
  'service-credits': calculator({
    summary: 'Credits for missed service levels',
    body: contract.ServiceCreditsInput,
    answer: contract.ServiceCreditsAnswer,
    run: serviceCredits,
  }),
  'earn-back': calculator({
    summary: 'Whether a credit is earned back',
    body: contract.EarnBackInput,
    answer: contract.EarnBackAnswer,
    run: earnBack,
  }),
  tally: calculator({ summary: 'Count votes', body: TallyBody, answer: TallyResult, run: tallyVotes }),
  'business-time': calculator({
    summary: 'Due moment in business time',
    body: BusinessTimeInput,
    answer: BusinessTimeAnswer,
    run: async ({ calendar, start, duration }, { db }) =>
      businessTimeDue(await calendarOf(calendar, db), start, duration),
  }),
  'event-risk': calculator({
    summary: 'Early warning from events',
    body: risk.EventRiskInput,
    answer: risk.EventRiskAnswer,
    run: (input) => scoreEvents(input),
  }),
  'series-rules': calculator({
    summary: 'Early warning from a series of values',
    body: risk.SeriesRulesInput,
    answer: risk.SeriesRulesAnswer,
    run: (input) => watchSeries(input),
  }),
  forecast: calculator({
    summary: 'Coming values of a series, with intervals, a back-test and the odds of a breach',
    body: ForecastInput,
    answer: ForecastAnswer,
    run: forecastSeries,
  }),
  formula: calculator({
    summary: 'Evaluate a KPI formula',
    body: kpi.FormulaInput,
    answer: kpi.FormulaAnswer,
    run: ({ expression, inputs }) => ({ value: evaluateFormula(expression, inputs) }),
  }),
  settlement: calculator({
    summary: 'Settle the account at the end',
    body: settlement.SettlementInput,
    answer: settlement.SettlementAnswer,
    run: settle,
  }),
  prorata: calculator({
    summary: 'Fee of a part of a month',
    body: settlement.ProrataInput,
    answer: settlement.ProrataAnswer,
    run: proRata,
  }),
  'exit-readiness': calculator({
    summary: 'How well an exit is prepared',
    body: readiness.ExitReadinessInput,
    answer: readiness.ExitReadinessAnswer,
    run: scoreReadiness,
  }),
  'migration-estimate': calculator({
    summary: 'Extrapolate a migration drill',
    body: readiness.MigrationEstimateInput,
    answer: readiness.MigrationEstimateAnswer,
    run: estimateMigration,
  }),
  'management-cost': calculator({
    summary: 'Cost of managing a vendor against plan',
    body: ManagementCostInput,
    answer: ManagementCostAnswer,
    run: weighManagement,
  }),
  carbon: calculator({ summary: 'Emissions of a service', body: CarbonInput, answer: CarbonAnswer, run: carbonOf }),
};

/** Every number of the product as a question without state; the same functions run in workflows and pages. */
export const calculatorRoutes = (deps: Deps): readonly Route[] =>
  Object.entries(CALCULATORS).map(([name, toRoute]) => toRoute(name, deps));

async function calendarOf(calendar: string | WorkCalendar, db: Deps['db']): Promise<WorkCalendar> {
  if (typeof calendar !== 'string') return calendar;
  const stored = await findCalendar(db, calendar);
  if (!stored) throw fieldError('calendar', `no calendar has the key ${calendar}`);
  return stored.calendar;
}
