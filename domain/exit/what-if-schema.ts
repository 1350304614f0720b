import { z } from 'zod';
import { CAUSES } from '../engagement/schema';
import { Figure, Key, LocalDate, MoneyCharge, MoneyTotal } from '../shapes';
import { ProposalView } from './proposal-schema';

/** An assumption about a live engagement; at least one of the three. */
export const WhatIf = z
  .strictObject({
    /** First day without service. */
    terminateOn: LocalDate.optional(),
    cause: z.enum(CAUSES).default('convenience'),
    /** Day of the notice; today where nothing is said. */
    noticeOn: LocalDate.optional(),
    renewTerms: z.strictObject({ months: z.int().min(1).max(600), monthlyFee: MoneyCharge.optional() }).optional(),
    /** Values of KPIs in the present period. */
    kpiAssumption: z.record(Key, Figure).optional(),
  })
  .refine(({ terminateOn, renewTerms, kpiAssumption }) => Boolean(terminateOn ?? renewTerms ?? kpiAssumption), {
    path: ['terminateOn'],
    message: 'or renewTerms or kpiAssumption is needed',
  });
export type WhatIf = z.infer<typeof WhatIf>;

const Meeting = z.strictObject({ kind: z.string(), period: z.string(), meetingOn: LocalDate });

export const WhatIfAnswer = z.strictObject({
  /** Of the term as it stands; null without a contract that has its dates. */
  noticeDeadline: LocalDate.nullable(),
  currentEnd: LocalDate.nullable(),
  /** Reviews that would still be held. */
  reviewCalendar: z.array(Meeting),
  termination: z
    .strictObject({
      noticeOn: LocalDate,
      earliestEnd: LocalDate,
      /** Whether the notice is long enough. */
      inTime: z.boolean(),
      effectiveDate: LocalDate,
      terminationFee: MoneyTotal,
      settlement: ProposalView,
      playbook: z.array(z.strictObject({ key: Key, due: LocalDate })),
      /** Day of the last task. */
      exitEnd: LocalDate,
    })
    .nullable(),
  renewal: z
    .strictObject({
      currentEnd: LocalDate,
      noticeDeadline: LocalDate,
      total: MoneyTotal.nullable(),
      /** Against the present fee over the same months. */
      costDelta: MoneyTotal.nullable(),
    })
    .nullable(),
  credits: z
    .strictObject({
      period: z.string(),
      lines: z.array(z.strictObject({ kpi: z.string(), money: MoneyTotal })),
      total: MoneyTotal,
    })
    .nullable(),
});
export type WhatIfAnswer = z.infer<typeof WhatIfAnswer>;
