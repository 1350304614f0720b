import { addMonthsClamped } from '../calendar/civil';
import { type ContractTimeline, noticeDeadline } from '../contract/dates';
import type { ContractTerms } from '../contract/schema';
import { fieldError } from '../errors';
import { type MoneyText, toMoney, toMoneyText } from '../money';
import type { WhatIf, WhatIfAnswer } from './what-if-schema';

interface Renewing {
  readonly terms: ContractTerms;
  readonly timeline: Pick<ContractTimeline, 'renewedTimes'>;
  readonly fee: MoneyText | null;
}

/** The term after a renewal, counted from the first day of the contract as its own terms are, and what it costs. */
export function renewedTerm(
  { months, monthlyFee }: NonNullable<WhatIf['renewTerms']>,
  { terms, timeline, fee }: Renewing,
): NonNullable<WhatIfAnswer['renewal']> {
  const before = terms.initialMonths + timeline.renewedTimes * (terms.renewalMonths || terms.initialMonths);
  const currentEnd = addMonthsClamped(terms.start, before + months);
  if (fee && monthlyFee && monthlyFee.currency !== fee.currency)
    throw fieldError('renewTerms.monthlyFee.currency', `must be ${fee.currency}, as in the contract`);
  const after = monthlyFee ?? fee;
  const of = (one: MoneyText): number => toMoney(one).minor * months;
  return {
    currentEnd,
    noticeDeadline: noticeDeadline(currentEnd, terms.notice),
    total: after && toMoneyText({ minor: of(after), currency: after.currency }),
    costDelta: fee && after && toMoneyText({ minor: of(after) - of(fee), currency: fee.currency }),
  };
}
