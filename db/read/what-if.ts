import { periodOfDate } from '../../domain/calendar/periods';
import { localDate } from '../../domain/calendar/zone';
import { repeatMultipliers } from '../../domain/contract/credit-ledger';
import { termsOf } from '../../domain/contract/terms';
import { agendaAfter } from '../../domain/engagement/agenda';
import { DomainError } from '../../domain/errors';
import { earliestEnd } from '../../domain/exit/notice';
import { layOutPlaybook, tasksFor } from '../../domain/exit/playbook';
import { type Proposal } from '../../domain/exit/proposal';
import { renewedTerm } from '../../domain/exit/what-if';
import type { WhatIf } from '../../domain/exit/what-if-schema';
import { closePeriod } from '../../domain/kpi/close-period';
import { toMoney, toMoneyText } from '../../domain/money';
import type { Db } from '../knex';
import { creditLinesOf } from '../stores/credit-lines';
import type { EngagementRow } from '../stores/engagements';
import { serviceInput } from './agenda';
import { contractInForce } from './contract-in-force';
import { creditRules } from './credit-rules';
import { exitPlaybook } from './exit-playbook';
import { definitionsFor } from './period-card';
import { settlementProposal } from './settlement-proposal';
import { termOf } from './term';

/** As many dates as years of reviews need. */
const DATES = 400;

/** The same calculators as the engagement itself goes by, over its records and an assumption; nothing is written. */
export async function whatIf(db: Db, engagement: EngagementRow, { body, now }: { body: WhatIf; now: number }) {
  const today = localDate(engagement.time_zone, now);
  const term = await termOf(db, engagement.id, today);
  return {
    noticeDeadline: term?.noticeDeadline ?? null,
    currentEnd: term?.currentEnd ?? null,
    reviewCalendar: await reviewsAhead(db, leaving(engagement, body), now),
    termination: body.terminateOn === undefined ? null : await terminated(db, engagement, { body, today }),
    renewal: body.renewTerms === undefined ? null : await renewed(db, engagement, { body, today }),
    credits: body.kpiAssumption === undefined ? null : await creditsAt(db, engagement, { body, today }),
  };
}

interface Asked {
  readonly body: WhatIf;
  readonly today: string;
}

/** The engagement as it would stand if its exit had been approved. */
const leaving = (engagement: EngagementRow, { terminateOn, cause }: WhatIf): EngagementRow =>
  terminateOn === undefined ? engagement : { ...engagement, exit_cause: cause, exit_effective_date: terminateOn };

async function reviewsAhead(db: Db, engagement: EngagementRow, now: number) {
  const input = await serviceInput(db, engagement, now);
  const items = input ? agendaAfter(input, { at: now, key: '' }, DATES) : [];
  return items
    .filter(({ kind }) => kind === 'review-open')
    .map(({ facts: { kind = '', period = '', meetingOn = '' } }) => ({ kind, period, meetingOn }));
}

interface Terminated {
  readonly noticeOn: string;
  readonly earliestEnd: string;
  readonly effectiveDate: string;
  readonly proposal: Proposal;
  readonly playbook: readonly { readonly key: string; readonly due: string }[];
}

async function terminated(db: Db, engagement: EngagementRow, { body, today }: Asked): Promise<Terminated> {
  const { terminateOn: effectiveDate = today, cause, noticeOn = today } = body;
  if (noticeOn > effectiveDate)
    throw new DomainError('INVALID_FIELDS', 'The service ends after the notice.', [
      { path: 'terminateOn', message: 'must not be before the notice' },
    ]);
  const notice = (await contractInForce(db, engagement.id, noticeOn))?.terms.notice;
  const tasks = tasksFor(await exitPlaybook(db), engagement.service_type);
  return {
    noticeOn,
    earliestEnd: notice ? earliestEnd({ cause, noticeDate: noticeOn }, notice) : noticeOn,
    effectiveDate,
    proposal: await settlementProposal(db, leaving(engagement, body)),
    playbook: layOutPlaybook(tasks, { effectiveDate, today }).map(({ key, due }) => ({ key, due })),
  };
}

async function renewed(db: Db, { id }: EngagementRow, { body, today }: Asked) {
  const contract = await contractInForce(db, id, today);
  const terms = contract && termsOf(contract.terms);
  const timeline = await termOf(db, id, today);
  if (!terms || !timeline || !body.renewTerms)
    throw new DomainError('STATE_CONFLICT', 'Without a contract that has its dates there is nothing to renew.');
  return renewedTerm(body.renewTerms, { terms, timeline, fee: contract.terms.monthlyFee ?? null });
}

/** Credits of the present period if KPIs came out as assumed; what nothing is assumed of earns none. */
async function creditsAt(db: Db, engagement: EngagementRow, { body, today }: Asked) {
  const period = periodOfDate(today, 'monthly');
  const { kpis } = await definitionsFor(db, engagement.id, period);
  const assumed = Object.entries(body.kpiAssumption ?? {});
  const unknown = assumed.filter(([key]) => !kpis.some((kpi) => kpi.key === key));
  if (unknown.length > 0)
    throw new DomainError(
      'INVALID_FIELDS',
      'These are no KPIs of the present month.',
      unknown.map(([key]) => ({ path: `kpiAssumption.${key}`, message: 'is no monthly KPI of the engagement' })),
    );
  const contract = await contractInForce(db, engagement.id, today);
  const values = assumed.map(([key, value]) => ({ key, value, status: null, inputs: null }));
  const lines = await creditLinesOf(db, engagement.id);
  const keys = kpis.map(({ key }) => key);
  const multipliers = repeatMultipliers(lines, { period, kpis: keys }, await creditRules(db));
  const { credits } = closePeriod({ period, kpis, values, contract: contract?.terms ?? null, multipliers });
  const currency = credits[0]?.money.currency ?? engagement.currency;
  const minor = credits.reduce((total, { money }) => total + toMoney(money).minor, 0);
  return { period, lines: credits, total: toMoneyText({ minor, currency }) };
}
