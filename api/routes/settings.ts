import { SHIPPED_PROHIBITED, SHIPPED_RULES } from '../../domain/planning/settings';
import { PlanningRules, ProhibitedActivities } from '../../domain/planning/settings-schema';
import { SHIPPED_VENDOR_RULES, VENDOR_RULES_KEY } from '../../domain/vendor/settings';
import { VendorRulesBody } from '../../domain/vendor/settings-schema';
import { SHIPPED_RISK_RULES } from '../../domain/risk/rules';
import { ManagementRules, RoleRates } from '../../domain/delivery/ledger-schema';
import { SHIPPED_MANAGEMENT_RULES, SHIPPED_RATES } from '../../domain/delivery/ledger-settings';
import { MANAGEMENT_RULES_KEY, ROLE_RATES_KEY } from '../../db/read/ledger-settings';
import { CURRENCY_RULES_KEY, SHIPPED_CURRENCY_RULES } from '../../domain/currency/rules';
import { CurrencyRules } from '../../domain/currency/schema';
import { EMISSION_FACTORS_KEY, SHIPPED_FACTORS } from '../../domain/green/factors';
import { EmissionFactors } from '../../domain/green/ledger-schema';
import { RiskRules } from '../../domain/risk/rules-schema';
import { SHIPPED_TEAM_RULES } from '../../domain/engagement/team';
import { TeamRules } from '../../domain/engagement/team-schema';
import { TEAM_RULES_KEY } from '../../db/read/team-rules';
import { CommunicationRules } from '../../domain/communication/rules-schema';
import { COMMUNICATION_RULES_KEY, SHIPPED_COMMUNICATION_RULES } from '../../domain/communication/silence';
import { FEEDBACK_RULES_KEY, SHIPPED_FEEDBACK_RULES } from '../../domain/feedback/rules';
import { FeedbackRules } from '../../domain/feedback/rules-schema';
import { SHIPPED_ISSUE_RULES } from '../../domain/issue/rules';
import { IssueRules } from '../../domain/issue/rules-schema';
import { ISSUE_RULES_KEY } from '../../db/read/issue-rules';
import { SHIPPED_MILESTONE_RULES } from '../../domain/milestone/rules';
import { MilestoneRules } from '../../domain/milestone/rules-schema';
import { MILESTONE_RULES_KEY } from '../../db/read/milestone-rules';
import { RISK_RULES_KEY } from '../../db/read/risk-rules';
import { SCORE_RULES_KEY, SHIPPED_SCORE_RULES } from '../../domain/review/rules';
import { ScoreRules } from '../../domain/review/rules-schema';
import { PLAYBOOK_KEY, SHIPPED_PLAYBOOK } from '../../domain/exit/playbook';
import { Playbook } from '../../domain/exit/playbook-schema';
import { EXIT_RULES_KEY, SHIPPED_EXIT_RULES } from '../../domain/exit/rules';
import { ExitRules } from '../../domain/exit/rules-schema';
import { CREDIT_RULES_KEY, SHIPPED_CREDIT_RULES } from '../../domain/contract/credit-rules';
import { CreditRules } from '../../domain/contract/credit-rules-schema';
import { SETTING_KEYS } from '../../db/read/planning-settings';
import { RESIDENCY_RULES_KEY, SHIPPED_RESIDENCY_RULES } from '../../domain/residency/rules';
import { ResidencyRules } from '../../domain/residency/rules-schema';
import { SIGN_IN_RULES_KEY } from '../../db/read/sign-in-rules';
import { SHIPPED_SIGN_IN_RULES } from '../../domain/people/second-factor-rule';
import { SignInRules } from '../../domain/people/sign-in-rules-schema';
import { OUTGOING_RULES_KEY, SHIPPED_OUTGOING_RULES } from '../../domain/events/outgoing';
import { OutgoingRules } from '../../domain/events/outgoing-schema';
import { type Route, route } from '../route';
import type { Services } from '../services';
import { putSetting, readSetting, type Setting, SettingQuery, settingView } from '../settings';

type Deps = Pick<Services, 'db'>;

const SETTINGS: readonly (Setting & { readonly summary: string; readonly stepUp?: true })[] = [
  {
    key: SETTING_KEYS.prohibited,
    schema: ProhibitedActivities,
    shipped: SHIPPED_PROHIBITED,
    summary: 'activities that may not be given away',
  },
  {
    key: SETTING_KEYS.rules,
    schema: PlanningRules,
    shipped: SHIPPED_RULES,
    summary: 'thresholds of the planning rules',
  },
  {
    key: VENDOR_RULES_KEY,
    schema: VendorRulesBody,
    shipped: SHIPPED_VENDOR_RULES,
    summary: 'home countries and thresholds of concentration',
  },
  {
    key: TEAM_RULES_KEY,
    schema: TeamRules,
    shipped: SHIPPED_TEAM_RULES,
    summary: 'roles that a team needs and pairs that exclude each other',
  },
  {
    key: ROLE_RATES_KEY,
    schema: RoleRates,
    shipped: SHIPPED_RATES,
    summary: 'cost of an hour by role, each rate from its first day on',
  },
  {
    key: MANAGEMENT_RULES_KEY,
    schema: ManagementRules,
    shipped: SHIPPED_MANAGEMENT_RULES,
    summary: 'usual effort of tasks and thresholds of the management-cost ledger',
  },
  {
    key: RISK_RULES_KEY,
    schema: RiskRules,
    shipped: SHIPPED_RISK_RULES,
    summary: 'thresholds of risks, early warning, alarms and incidents',
  },
  {
    key: CREDIT_RULES_KEY,
    schema: CreditRules,
    shipped: SHIPPED_CREDIT_RULES,
    summary: 'repeated misses, earning back, disputes and the right to terminate of service credits',
  },
  {
    key: SCORE_RULES_KEY,
    schema: ScoreRules,
    shipped: SHIPPED_SCORE_RULES,
    summary: 'rolling score, standings with their effects, and the league of vendors',
  },
  {
    key: COMMUNICATION_RULES_KEY,
    schema: CommunicationRules,
    shipped: SHIPPED_COMMUNICATION_RULES,
    summary: 'days without a contact that are silence, and whether G3 asks for a communication plan',
  },
  {
    key: FEEDBACK_RULES_KEY,
    schema: FeedbackRules,
    shipped: SHIPPED_FEEDBACK_RULES,
    summary: 'days for which people invited to surveys are kept after the close',
  },
  {
    key: ISSUE_RULES_KEY,
    schema: IssueRules,
    shipped: SHIPPED_ISSUE_RULES,
    summary: 'clocks by which issues of a service are answered and resolved',
  },
  {
    key: MILESTONE_RULES_KEY,
    schema: MilestoneRules,
    shipped: SHIPPED_MILESTONE_RULES,
    summary: 'business days of the clocks of milestones',
  },
  {
    key: EMISSION_FACTORS_KEY,
    schema: EmissionFactors,
    shipped: SHIPPED_FACTORS,
    summary: 'tonnes of CO₂e per unit of spend, by kind of service and year',
  },
  {
    key: EXIT_RULES_KEY,
    schema: ExitRules,
    shipped: SHIPPED_EXIT_RULES,
    summary: 'days in which a vendor answers to the settlement, and months for which records are kept',
  },
  {
    key: PLAYBOOK_KEY,
    schema: Playbook,
    shipped: SHIPPED_PLAYBOOK,
    summary: 'tasks that are laid out when a service ends',
  },
  {
    key: CURRENCY_RULES_KEY,
    schema: CurrencyRules,
    shipped: SHIPPED_CURRENCY_RULES,
    summary: 'currency that sums over engagements are told in',
  },
  {
    key: RESIDENCY_RULES_KEY,
    schema: ResidencyRules,
    shipped: SHIPPED_RESIDENCY_RULES,
    summary: 'countries in which data may be without a privacy impact assessment',
  },
  {
    key: SIGN_IN_RULES_KEY,
    schema: SignInRules,
    shipped: SHIPPED_SIGN_IN_RULES,
    summary: 'people who have to set up a second factor',
    stepUp: true,
  },
  {
    key: OUTGOING_RULES_KEY,
    schema: OutgoingRules,
    shipped: SHIPPED_OUTGOING_RULES,
    summary: 'hosts and ports to which webhooks and messages to chat groups may go',
    stepUp: true,
  },
];

/** What an organisation sets for all its engagements; each setting is a resource of its own below `/settings`. */
export const settingRoutes = (deps: Deps): readonly Route[] =>
  SETTINGS.flatMap((setting) => [read(deps, setting), put(deps, setting)]);

const read = ({ db }: Deps, setting: (typeof SETTINGS)[number]): Route =>
  route<unknown, SettingQuery>({
    method: 'get',
    path: `/settings/${setting.key}`,
    summary: `Read the ${setting.summary}`,
    tag: 'Settings',
    access: 'insiders',
    query: SettingQuery,
    answers: { 200: settingView(setting.schema) },
    handle: ({ query }) => readSetting(db, setting, query.version),
  });

const put = ({ db }: Deps, setting: (typeof SETTINGS)[number]): Route =>
  route({
    method: 'put',
    path: `/settings/${setting.key}`,
    summary: `Set the ${setting.summary}: a new version, in force from now on`,
    tag: 'Settings',
    access: ['admin'],
    body: setting.schema,
    answers: { 200: settingView(setting.schema) },
    conditional: true,
    ...(setting.stepUp && { stepUp: true }),
    handle: (call) => putSetting(db, setting, call),
  });
