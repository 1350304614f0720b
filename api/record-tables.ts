import type { EngagementView } from '../domain/engagement/schema';
import type { ObligationView } from '../domain/contract/obligation-schema';
import type { IssueView } from '../domain/issue/schema';
import type { Rated, Scorecard } from '../domain/kpi/record-schema';
import type { Locale } from '../domain/people/people';
import { causeFor } from '../domain/risk/seed';
import type { IncidentView, RiskView } from '../domain/risk/record-schema';
import { knownLabel, labelOf } from '../templates/catalog';
import { type Around, type Columns, type NameOf, tableOf, word, yesNo } from './record-sheet';
import { shareCell, type SheetCell, type SheetTable } from './sheets/sheet';

/** Records of an engagement as sheets: what their pages show, and all of it. */

const KPI_COLUMNS: Columns = [
  ['period', 'text'],
  ['key', 'text'],
  ['kpi', 'text'],
  ['value', 'number'],
  ['unit', 'text'],
  ['score', 'number'],
  ['status', 'text'],
  ['reason', 'text'],
];
const CARD_COLUMNS: Columns = [
  ['period', 'text'],
  ['score', 'number'],
  ['standing', 'text'],
  ['coverage', 'percent'],
  ['provisional', 'text'],
  ['revision', 'number'],
];

interface NamedKpi {
  readonly key: string;
  readonly name: string;
  readonly unit: string;
}

/** Each KPI of each period, and the periods. */
export function scorecardTables(
  cards: readonly Scorecard[],
  kpis: readonly NamedKpi[],
  locale: Locale,
): readonly [SheetTable, SheetTable] {
  const lines = cards.flatMap(({ period, kpis: rated }) => rated.map((one) => kpiRow(period, one, { kpis, locale })));
  const periods = cards.map((card) => [
    card.period,
    card.score,
    word(locale, 'standing', card.standing),
    shareCell(card.coverageBp),
    yesNo(locale, card.provisional),
    card.revision ?? 1,
  ]);
  return [
    tableOf('kpis', KPI_COLUMNS, { locale, rows: lines }),
    tableOf('scorecards', CARD_COLUMNS, { locale, rows: periods }),
  ];
}

function kpiRow(
  period: string,
  { key, value, score, status, reason }: Rated,
  { kpis, locale }: { readonly kpis: readonly NamedKpi[]; readonly locale: Locale },
): readonly SheetCell[] {
  const kpi = kpis.find((one) => one.key === key);
  return [
    period,
    key,
    kpi?.name ?? key,
    value,
    kpi?.unit ?? null,
    score,
    word(locale, 'rated-status', status),
    reason ?? null,
  ];
}

const RISK_COLUMNS: Columns = [
  ['type', 'text'],
  ['cause', 'text'],
  ['likelihood', 'number'],
  ['impact', 'number'],
  ['exposure', 'number'],
  ['band', 'text'],
  ['controls', 'text'],
  ['residual', 'number'],
  ['owner', 'text'],
  ['review-on', 'date'],
];

export const riskTable = (risks: readonly RiskView[], { locale, nameOf }: Around): SheetTable =>
  tableOf('risks', RISK_COLUMNS, {
    locale,
    rows: risks.map(({ likelihood, impact, exposure, residual, ...risk }) => [
      labelOf(locale, 'risk', risk.type),
      causeFor(risk.cause, locale),
      ...[likelihood, impact, exposure],
      labelOf(locale, 'heat-level', risk.band),
      risk.controls.join('; '),
      residual ?? null,
      nameOf(risk.ownerId ?? null),
      risk.reviewAt ?? null,
    ]),
  });

const INCIDENT_COLUMNS: Columns = [
  ['type', 'text'],
  ['severity', 'text'],
  ['state', 'text'],
  ['detected', 'text'],
  ['personal-data', 'text'],
  ['records', 'number'],
  ['description', 'text'],
  ['root-cause', 'text'],
  ['measures', 'text'],
  ['closed', 'text'],
  ['closed-by', 'text'],
];

export const incidentTable = (incidents: readonly IncidentView[], { locale, nameOf }: Around): SheetTable =>
  tableOf('incidents', INCIDENT_COLUMNS, {
    locale,
    rows: incidents.map(({ closing, ...one }) => [
      one.type,
      labelOf(locale, 'incident-severity', one.severity),
      labelOf(locale, 'incident-state', one.state),
      one.detectedAt,
      yesNo(locale, one.personalData),
      ...[one.records ?? null, one.description ?? null],
      ...[closing?.rootCause ?? null, closing?.measures ?? null, closing?.at ?? null],
      nameOf(closing?.by ?? null),
    ]),
  });

const OBLIGATION_COLUMNS: Columns = [
  ['title', 'text'],
  ['party', 'text'],
  ['category', 'text'],
  ['every', 'text'],
  ['next-due', 'date'],
  ['until', 'date'],
  ['assignee', 'text'],
  ['approver', 'text'],
  ['active', 'text'],
];

export const obligationTable = (obligations: readonly ObligationView[], { locale, nameOf }: Around): SheetTable =>
  tableOf('obligations', OBLIGATION_COLUMNS, {
    locale,
    rows: obligations.map(({ schedule, ...one }) => [
      one.duty === null ? one.title : (knownLabel(locale, 'duty', one.duty) ?? one.title),
      labelOf(locale, 'side-us', one.party),
      labelOf(locale, 'obligation-category', one.category),
      labelOf(locale, 'every', schedule.every),
      one.nextDue,
      schedule.until ?? null,
      nameOf(one.assigneeId),
      nameOf(one.approverId ?? null),
      yesNo(locale, one.state === 'active'),
    ]),
  });

const ISSUE_COLUMNS: Columns = [
  ['number', 'number'],
  ['title', 'text'],
  ['severity', 'text'],
  ['state', 'text'],
  ['raised-by', 'text'],
  ['side', 'text'],
  ['due', 'date'],
  ['answer-due', 'text'],
  ['resolve-due', 'text'],
  ['opened', 'text'],
  ['answered', 'text'],
  ['resolved', 'text'],
  ['closed', 'text'],
  ['reopened', 'number'],
  ['overdue', 'text'],
];

export const issueTable = (issues: readonly IssueView[], { locale }: Pick<Around, 'locale'>): SheetTable =>
  tableOf('issues', ISSUE_COLUMNS, {
    locale,
    rows: issues.map((issue) => [
      issue.number,
      issue.title,
      labelOf(locale, 'issue-severity', issue.severity),
      labelOf(locale, 'issue-state', issue.state),
      labelOf(locale, 'side-us', issue.raisedBy),
      labelOf(locale, 'side-us', issue.assignee),
      ...[issue.due, issue.answerDueAt, issue.resolveDueAt, issue.openedAt],
      ...[issue.answeredAt, issue.resolvedAt, issue.closedAt, issue.reopened],
      word(locale, 'issue-overdue', issue.overdue),
    ]),
  });

const ENGAGEMENT_COLUMNS: Columns = [
  ['number', 'text'],
  ['title', 'text'],
  ['service-type', 'text'],
  ['state', 'text'],
  ['health', 'text'],
  ['gate', 'text'],
  ['criticality', 'text'],
  ['owner', 'text'],
  ['sponsor', 'text'],
  ['vendor', 'text'],
  ['currency', 'text'],
  ['next-due-at', 'text'],
  ['created', 'text'],
];

export const engagementTable = (
  engagements: readonly EngagementView[],
  { locale, nameOf, vendorOf }: Around & { readonly vendorOf: NameOf },
): SheetTable =>
  tableOf('engagements', ENGAGEMENT_COLUMNS, {
    locale,
    rows: engagements.map((one) => [
      ...[one.number, one.title],
      labelOf(locale, 'service-type', one.serviceType),
      labelOf(locale, 'state', one.state),
      labelOf(locale, 'health', one.health),
      word(locale, 'gate', one.openGate?.gate ?? null),
      labelOf(locale, 'criticality', one.criticality),
      ...[nameOf(one.ownerId), nameOf(one.sponsorId), vendorOf(one.vendorId)],
      ...[one.currency, one.nextDueAt, one.createdAt],
    ]),
  });
