import type { DutyRules } from './duty-rules-schema';

export const DUTY_RULES_KEY = 'duty-rules';

/** As they ship nothing waits: an installation with one administrator goes on by itself. */
export const SHIPPED_DUTY_RULES: DutyRules = {
  newRoleHours: 0,
  policiesByTwo: false,
  endingsByTwo: false,
  approvalsByOthers: false,
  noApprovalsByTime: false,
  noApprovalsByEditors: false,
};

/** Whether anything needs a second administrator; a change of these rules then does as well. */
export const needsTwo = ({ policiesByTwo, endingsByTwo }: DutyRules): boolean => policiesByTwo || endingsByTwo;
