import { DomainError } from '../../domain/errors';
import { FOLLOWED } from '../../domain/engagement/statuses';
import { CAUSES } from '../../domain/engagement/schema';
import { isCharge } from '../../domain/exit/settlement-kinds';
import { tasksFor } from '../../domain/exit/playbook';
import { WhatIf, type WhatIfAnswer } from '../../domain/exit/what-if-schema';
import type { Locale } from '../../domain/people/people';
import type { Db } from '../../db/knex';
import { exitPlaybook } from '../../db/read/exit-playbook';
import type { EngagementRow } from '../../db/stores/engagements';
import type { WhatIfOnPage, WhatIfTermination } from '../../templates/exit-page-data';
import { saidIn } from '../../templates/said';
import { parseWith } from '../parse';
import { figure } from '../record-form/plan';
import { whatIfView } from '../routes/what-if';

interface Asked {
  /** Of the address: nothing is sent but the question. */
  readonly query: (name: string) => string;
  readonly locale: Locale;
  readonly now: number;
}

const FIELDS = ['terminateOn', 'noticeOn', 'months', 'monthlyFee'] as const;
type Answers = Pick<WhatIfOnPage, 'termination' | 'renewal' | 'noticeDeadline' | 'currentEnd' | 'reviews' | 'refusal'>;
const UNASKED: Answers = {
  termination: null,
  renewal: null,
  noticeDeadline: null,
  currentEnd: null,
  reviews: [],
  refusal: null,
};

/** What would follow if a running service ended on a day, or went on for some months. */
export async function whatIfPart(db: Db, row: EngagementRow, asked: Asked): Promise<WhatIfOnPage | null> {
  if (!FOLLOWED.includes(row.state)) return null;
  const { query } = asked;
  const typed = Object.fromEntries(FIELDS.map((name) => [name, query(name).slice(0, 40)]));
  const { terminateOn = '', noticeOn = '', months = '', monthlyFee = '' } = typed;
  const cause = CAUSES.find((one) => one === query('cause')) ?? 'convenience';
  return {
    action: `/engagements/${row.id}/exit`,
    currency: row.currency,
    ...{ terminateOn, noticeOn, months, monthlyFee },
    causes: CAUSES.map((one) => ({ cause: one, chosen: one === cause })),
    ...(terminateOn === '' && months === '' ? UNASKED : await answers(db, row, asked)),
  };
}

async function answers(db: Db, row: EngagementRow, asked: Asked): Promise<Answers> {
  try {
    const body = parseWith(WhatIf, wantedIn(asked, row.currency), 'INVALID_FIELDS');
    const found = await whatIfView(db, row, { body, locale: asked.locale, now: asked.now });
    const { noticeDeadline, currentEnd, renewal, reviewCalendar: reviews } = found;
    return {
      ...{ noticeDeadline, currentEnd, renewal, reviews, refusal: null },
      termination: found.termination && (await terminationOnPage(db, row, found.termination)),
    };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const reasons = error.errors.length > 0 ? error.errors.map(({ message }) => message) : [error.message];
    return { ...UNASKED, refusal: reasons.map((one) => saidIn(asked.locale, one)).join(' ') };
  }
}

function wantedIn({ query }: Asked, currency: string) {
  const [terminateOn, noticeOn, cause] = [query('terminateOn'), query('noticeOn'), query('cause')];
  const [months, amount] = [figure(query('months')), query('monthlyFee')];
  return {
    ...(terminateOn !== '' && { terminateOn }),
    ...(terminateOn !== '' && noticeOn !== '' && { noticeOn }),
    ...(terminateOn !== '' && cause !== '' && { cause }),
    ...(months !== null && { renewTerms: { months, ...(amount !== '' && { monthlyFee: { amount, currency } }) } }),
  };
}

async function terminationOnPage(
  db: Db,
  row: EngagementRow,
  {
    noticeOn,
    earliestEnd,
    inTime,
    effectiveDate,
    exitEnd,
    settlement,
    playbook,
  }: NonNullable<WhatIfAnswer['termination']>,
): Promise<WhatIfTermination> {
  const tasks = tasksFor(await exitPlaybook(db), row.service_type);
  return {
    ...{ noticeOn, earliestEnd, inTime, effectiveDate, exitEnd },
    lines: settlement.lines.map(({ kind, money, note }) => ({ kind, money, note, charge: isCharge(kind) })),
    net: settlement.net,
    playbook: playbook.map(({ key, due }) => ({
      due,
      title: tasks.find((task) => task.key === key)?.title ?? { en: key, 'zh-CN': key },
    })),
  };
}
