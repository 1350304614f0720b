import { ALARM_RULES, type AlarmRule } from '../risk/alarm-rules';

/** What a heat map tells of each engagement, from left to right. */
export const HEAT_PARTS = ['performance', 'risk', 'contract', 'exit', 'cost'] as const;
export type HeatPart = (typeof HEAT_PARTS)[number];

/** Worst first. A part that says nothing yet, such as the performance of a service that has not begun, has none. */
export const HEAT_LEVELS = ['red', 'amber', 'green'] as const;
export type HeatLevel = (typeof HEAT_LEVELS)[number];

/** The part of the map that an open alarm colours. */
export const PART_OF_RULE = {
  R1: 'performance',
  R2: 'performance',
  R3: 'performance',
  R4: 'performance',
  R5: 'performance',
  R6: 'performance',
  REVIEW_MISSED: 'performance',
  VENDOR_RATING: 'performance',
  IMPROVEMENT_FAILED: 'performance',
  MILESTONE_OVERDUE: 'performance',
  EVENT_RISK: 'risk',
  PULSE_LOW: 'risk',
  PULSE_DROP: 'risk',
  DATA_CROSS_BORDER: 'risk',
  INCIDENT_REPORT_OVERDUE: 'risk',
  INCIDENT_NOTIFICATION_OVERDUE: 'risk',
  INCIDENT_VENDOR_REPORT_OVERDUE: 'risk',
  ISSUE_OVERDUE: 'risk',
  SILENCE: 'risk',
  UNMONITORED: 'risk',
  OBLIGATION_OVERDUE: 'contract',
  COMPLIANCE_OVERDUE: 'contract',
  CERTIFICATE_EXPIRED: 'contract',
  SUBCONTRACTOR_UNAPPROVED: 'contract',
  TERMINATION_RIGHT: 'contract',
  EXIT_MIGRATION: 'exit',
  EXIT_DELETION: 'exit',
  EXIT_SLOWER_THAN_NOTICE: 'exit',
  ACCESS_NOT_RETURNED: 'exit',
  EXIT_NOT_READY: 'exit',
  EXIT_DRILL_OVERDUE: 'exit',
  MGMT_COST_OVERRUN: 'cost',
} as const satisfies Record<AlarmRule, HeatPart>;

export const rulesOf = (part: HeatPart): readonly AlarmRule[] =>
  ALARM_RULES.filter((rule) => PART_OF_RULE[rule] === part);

/** Days before a contract's end from which its part of the map is no longer green. */
export const ENDING_DAYS = { amber: 90, red: 30 } as const;
