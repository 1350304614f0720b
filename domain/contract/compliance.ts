import { addBusinessDays } from '../calendar/calendar';
import { addMonthsClamped } from '../calendar/civil';
import type { WorkCalendar } from '../calendar/schema';
import type { Refusal } from '../errors';
import type { EngagementRoles } from '../engagement/schema';
import type { Criticality } from '../planning/catalogue';
import type { Every } from './recurrence-words';

/**
 * Duties of outsourcing by 银保监办发〔2021〕141号 (risk management of IT outsourcing of banks and insurers), arts. 24, 31 and
 * 35–37. They are good practice for other organisations too, so important and critical work always gets them; only the
 * report to the authority is for engagements that are marked as regulated.
 */
export const COMPLIANCE_DUTIES = ['risk-assessment', 'joint-drill', 'audit'] as const;
export type ComplianceDuty = (typeof COMPLIANCE_DUTIES)[number];

interface Duty {
  readonly every: Every;
  /** Months from the first day of service to the first due date. */
  readonly firstAfter: number;
  readonly leadDays: number;
  readonly role: keyof EngagementRoles;
}

export const DUTIES: Readonly<Record<ComplianceDuty, Duty>> = {
  'risk-assessment': { every: 'yearly', firstAfter: 12, leadDays: 30, role: 'security' },
  'joint-drill': { every: 'yearly', firstAfter: 12, leadDays: 60, role: 'serviceManager' },
  audit: { every: 'three-yearly', firstAfter: 36, leadDays: 90, role: 'contractManager' },
};

export const dutiesOf = (criticality: Criticality): readonly ComplianceDuty[] =>
  criticality === 'general' ? [] : COMPLIANCE_DUTIES;

export const firstDueOf = (duty: ComplianceDuty, liveOn: string): string =>
  addMonthsClamped(liveOn, DUTIES[duty].firstAfter);

/** Working days between the report to the authority and the signature. */
export const REPORT_DAYS = 20;
/** Months for which records are kept after the service has ended. */
export const RETENTION_MONTHS = 36;

export const retainedUntil = (serviceEnd: string): string => addMonthsClamped(serviceEnd, RETENTION_MONTHS);

export interface ReportFacts {
  readonly criticality: Criticality;
  /** The engagement is under the supervision of an authority that wants to hear of it first. */
  readonly regulated: boolean;
  readonly reportedOn: string | null;
}

export const needsReport = ({ criticality, regulated }: Omit<ReportFacts, 'reportedOn'>): boolean =>
  regulated && criticality !== 'general';

/** The first day on which a reported contract may be signed. */
export const signableFrom = (reportedOn: string, calendar: WorkCalendar): string =>
  addBusinessDays(calendar, reportedOn, REPORT_DAYS);

/** Why a contract may not be signed on a day, or null. */
export function signingObjection(
  facts: ReportFacts,
  { signedOn, calendar }: { readonly signedOn: string; readonly calendar: WorkCalendar },
): Refusal | null {
  if (!needsReport(facts)) return null;
  if (facts.reportedOn === null)
    return refuse(`The authority must hear of the contract ${REPORT_DAYS} working days before it is signed.`);
  const from = signableFrom(facts.reportedOn, calendar);
  return signedOn >= from ? null : refuse(`Reported on ${facts.reportedOn}, it may be signed from ${from} on.`);
}

const refuse = (message: string): Refusal => ({
  code: 'SIGNING_BLOCKED',
  message,
  errors: [{ path: 'compliance.reportedOn', message }],
});
