/** What an item of work is about; each has its words in the locales (`action-item.<kind>`). */
export const ACTION_ITEM_KINDS = [
  'manual',
  'communication',
  'certificate-expiry',
  'due-diligence',
  'vendor-conditional',
  'assessment-renewal',
  'sanctions-hit',
  'obligation',
  'compliance',
  'compliance-risk-assessment',
  'compliance-joint-drill',
  'compliance-audit',
  'renewal',
  'incident-report',
  'incident-containment',
  'incident-vendor-report',
  'incident-notification',
  'risk-review',
  'kpi-correction',
  'kpi-value',
  'retrospective',
  'review-action',
  'exit-assessment',
  'settlement-dispute',
  'settlement-silent',
  'improvement-owed',
  'privacy-assessment',
  'milestone-acceptance',
  'knowledge-answer',
  'exit-drill',
  'retention-ended',
] as const;
export type ActionItemKind = (typeof ACTION_ITEM_KINDS)[number];

export const ACTION_ITEM_STATES = ['open', 'submitted', 'done', 'waived', 'cancelled'] as const;
export type ActionItemState = (typeof ACTION_ITEM_STATES)[number];

export const isPending = (state: ActionItemState): boolean => state === 'open' || state === 'submitted';
