import { CAUSES, Termination } from '../../domain/engagement/schema';
import { localDate } from '../../domain/calendar/zone';
import type { WhatIfAnswer } from '../../domain/exit/what-if-schema';
import { contractInForce } from '../../db/read/contract-in-force';
import { labelOf, translate } from '../../templates/catalog';
import { formatDay, formatMoney } from '../../templates/format';
import type { LabelledText } from '../../templates/people-page-data';
import { parseWith } from '../parse';
import { submitGate } from '../routes/gates';
import { whatIfView } from '../routes/what-if';
import type { FormContext, FormDefinition } from './form';
import { type FieldPlan, given, one, type Typed } from './plan';

/** Asks for the end of the whole service; what follows from its dates is seen before anybody is asked. */
export const terminationForm: FormDefinition = {
  act: 'edit',
  place: { page: '/exit', part: 'readiness' },
  fields: (context) => Promise.resolve(fieldsOf(context)),
  preview: async (context, typed) => consequences(context, parseWith(Termination, wantedIn(typed), 'INVALID_FIELDS')),
  take: (deps, { context, typed, call }) => {
    const termination = parseWith(Termination, wantedIn(typed), 'INVALID_FIELDS');
    const body = { comment: termination.comment };
    return submitGate(deps, { ...call, params: { id: context.row.id }, body }, { gate: 'exit', body, termination });
  },
};

const wantedIn = (typed: Typed) => ({
  cause: one(typed, 'cause'),
  noticeDate: one(typed, 'noticeDate'),
  effectiveDate: one(typed, 'effectiveDate'),
  comment: one(typed, 'comment'),
  ...given('evidence', one(typed, 'evidence')),
});

const say = ({ locale }: Pick<FormContext, 'locale'>, key: string): string =>
  translate(locale, `form.termination.${key}`);

function fieldsOf(context: FormContext): readonly FieldPlan[] {
  const { locale, row, now } = context;
  const day = { kind: 'day', required: true, most: 10 } as const;
  return [
    {
      ...{
        name: 'cause',
        kind: 'choice',
        label: translate(locale, 'fact.cause'),
        required: true,
        value: 'convenience',
      },
      options: CAUSES.map((value) => ({ value, text: labelOf(locale, 'cause', value) })),
    },
    { ...day, name: 'noticeDate', label: say(context, 'notice'), value: localDate(row.time_zone, now) },
    { ...day, name: 'effectiveDate', label: say(context, 'effective'), hint: say(context, 'effective-hint') },
    { name: 'comment', kind: 'text', label: say(context, 'comment'), required: true },
    { name: 'evidence', kind: 'text', label: say(context, 'evidence'), hint: say(context, 'evidence-hint') },
  ];
}

/** The arithmetic of the notice, and what the exit then brings. */
async function consequences(context: FormContext, termination: Termination): Promise<readonly LabelledText[]> {
  const { db, row, locale, now } = context;
  const { effectiveDate: terminateOn, noticeDate: noticeOn, cause } = termination;
  const found = await whatIfView(db, row, { body: { terminateOn, noticeOn, cause }, locale, now });
  const notice = (await contractInForce(db, row.id, noticeOn))?.terms.notice;
  const asked = notice
    ? translate(locale, 'form.termination.period', { months: notice.months, days: notice.days })
    : say(context, 'no-period');
  return [
    { label: say(context, 'contract-notice'), text: asked },
    ...(found.termination ? linesOf(context, found.termination, noticeOn) : []),
  ];
}

function linesOf(
  context: FormContext,
  { earliestEnd, inTime, effectiveDate, exitEnd, settlement, playbook }: NonNullable<WhatIfAnswer['termination']>,
  noticeOn: string,
): readonly LabelledText[] {
  const { locale } = context;
  const day = (date: string): string => formatDay(date, locale);
  return [
    { label: say(context, 'notice'), text: day(noticeOn) },
    { label: say(context, 'earliest'), text: day(earliestEnd) },
    {
      label: say(context, 'effective'),
      text: `${day(effectiveDate)} · ${translate(locale, inTime ? 'exit.in-time' : 'exit.too-early')}`,
    },
    { label: translate(locale, 'exit.exit-end'), text: day(exitEnd) },
    {
      label: say(context, 'tasks'),
      text: translate(locale, 'form.termination.task-count', { count: playbook.length }),
    },
    { label: say(context, 'settlement'), text: formatMoney(settlement.net) },
  ];
}
