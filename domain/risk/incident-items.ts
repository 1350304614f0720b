import type { ActionItemKind } from '../action-item/kinds';
import { dueAfter } from '../action-item/due';
import type { WorkCalendar } from '../calendar/schema';
import type { Bilingual } from '../shapes';
import { millisOf } from './alarm';
import type { AlarmRule } from './alarm-rules';
import type { Incident } from './record-schema';
import type { RiskRules } from './rules-schema';

const HOUR = 3_600_000;

/** A piece of work that an incident asks for. */
export interface IncidentWork {
  /** Names it among the work of its incident. */
  readonly part: string;
  readonly kind: ActionItemKind;
  /** What it is called where the kind does not say it all. */
  readonly title: Bilingual | null;
  readonly who: 'security' | 'vendorRep';
  /** Epoch milliseconds. */
  readonly dueAt: number;
  readonly remindHours?: readonly number[];
  readonly alarm: { readonly rule: AlarmRule; readonly severity: 'amber' | 'red' } | null;
}

interface Setting {
  readonly rules: RiskRules['incidents'];
  readonly calendar: WorkCalendar;
}

/**
 * What an incident asks of people. A major one: the report to the regulator in plain hours (银保监办发〔2021〕141号, art. 38),
 * the checklist of containment, and the vendor's written report in business days. One with personal data, whatever its
 * severity: the notification of the authority and of the people concerned (PIPL, 个人信息保护法, art. 57).
 */
export function incidentWork(incident: Incident, { rules, calendar }: Setting): readonly IncidentWork[] {
  const detectedAt = millisOf(incident.detectedAt);
  return [
    ...(incident.severity === 'major' ? majorWork(detectedAt, { rules, calendar }) : []),
    ...(incident.personalData ? [notification(detectedAt, rules)] : []),
  ];
}

const notification = (detectedAt: number, { notifyHours, remindHours }: RiskRules['incidents']): IncidentWork => ({
  part: 'notification',
  kind: 'incident-notification',
  title: null,
  who: 'security',
  dueAt: detectedAt + notifyHours * HOUR,
  remindHours,
  alarm: { rule: 'INCIDENT_NOTIFICATION_OVERDUE', severity: 'red' },
});

function majorWork(detectedAt: number, { rules, calendar }: Setting): readonly IncidentWork[] {
  const { reportHours, remindHours, vendorReportDays, containment } = rules;
  return [
    {
      part: 'report',
      kind: 'incident-report',
      title: null,
      who: 'security',
      dueAt: detectedAt + reportHours * HOUR,
      remindHours,
      alarm: { rule: 'INCIDENT_REPORT_OVERDUE', severity: 'red' },
    },
    ...containment.map(({ code, names, hours }) => ({
      part: `containment:${code}`,
      kind: 'incident-containment' as const,
      title: names,
      who: 'security' as const,
      dueAt: detectedAt + hours * HOUR,
      remindHours: [1],
      alarm: null,
    })),
    {
      part: 'vendor-report',
      kind: 'incident-vendor-report',
      title: null,
      who: 'vendorRep',
      dueAt: dueAfter(calendar, { from: detectedAt, days: vendorReportDays }),
      alarm: { rule: 'INCIDENT_VENDOR_REPORT_OVERDUE', severity: 'amber' },
    },
  ];
}
