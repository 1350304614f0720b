import { localDate } from '../../domain/calendar/zone';
import { CAUSES } from '../../domain/engagement/schema';
import { NewPartialTermination } from '../../domain/exit/partial-schema';
import { tasksFor } from '../../domain/exit/playbook';
import { measuredOn } from '../../domain/kpi/leaving';
import { milestoneName } from '../../domain/milestone/milestone';
import { awaitsDelivery } from '../../domain/milestone/words';
import { exitPlaybook } from '../../db/read/exit-playbook';
import { kpisOf } from '../../db/stores/kpis';
import { milestonesOf } from '../../db/stores/milestones';
import { kpiEnds } from '../../db/stores/partial-terminations';
import { labelOf, translate } from '../../templates/catalog';
import { parseWith } from '../parse';
import { askForPart } from '../partial-terminations';
import type { FormContext, FormDefinition } from './form';
import { all, type FieldPlan, given, linesIn, one, type Typed } from './plan';

/** Asks for the end of a part of the service. */
export const partialTerminationForm: FormDefinition = {
  act: 'edit',
  place: { page: '/exit', part: 'parts' },
  fields: async (context) => [...whatFields(context), ...(await withItFields(context))],
  take: (deps, { context, typed, call }) => {
    const body = parseWith(NewPartialTermination, wanted(typed, context.row.currency), 'INVALID_FIELDS');
    return askForPart(deps, { ...call, params: { id: context.row.id }, body });
  },
};

const wanted = (typed: Typed, currency: string) => ({
  scope: linesIn(typed, 'scope'),
  cause: one(typed, 'cause'),
  noticeDate: one(typed, 'noticeDate'),
  effectiveDate: one(typed, 'effectiveDate'),
  comment: one(typed, 'comment'),
  ...given('evidence', one(typed, 'evidence')),
  ...moneyIn(typed, 'feeReduction', currency),
  ...moneyIn(typed, 'terminationFee', currency),
  kpis: all(typed, 'kpis'),
  milestoneIds: all(typed, 'milestoneIds'),
  tasks: all(typed, 'tasks'),
});

const moneyIn = (typed: Typed, name: 'feeReduction' | 'terminationFee', currency: string) => {
  const amount = one(typed, name);
  return amount === '' ? {} : { [name]: { amount, currency } };
};

const sayIn =
  ({ locale }: FormContext) =>
  (key: string): string =>
    translate(locale, `form.partial-termination.${key}`);

function whatFields(context: FormContext): readonly FieldPlan[] {
  const say = sayIn(context);
  const { locale, row, now } = context;
  const day = { kind: 'day', required: true, most: 10 } as const;
  const sum = { kind: 'figure', most: 20, hint: row.currency } as const;
  return [
    { name: 'scope', kind: 'text', label: say('scope'), hint: say('scope-hint'), required: true },
    {
      name: 'cause',
      kind: 'choice',
      label: say('cause'),
      options: CAUSES.map((value) => ({ value, text: labelOf(locale, 'cause', value) })),
      value: 'convenience',
    },
    { ...day, name: 'noticeDate', label: say('notice'), value: localDate(row.time_zone, now) },
    { ...day, name: 'effectiveDate', label: say('effective'), hint: say('effective-hint') },
    { name: 'comment', kind: 'text', label: say('comment'), required: true },
    { name: 'evidence', kind: 'text', label: say('evidence') },
    { ...sum, name: 'feeReduction', label: say('fee') },
    { ...sum, name: 'terminationFee', label: say('termination-fee') },
  ];
}

/** What leaves with it, of what is there; a list of nothing is not asked about. */
async function withItFields(context: FormContext): Promise<readonly FieldPlan[]> {
  const { db, row, locale, now } = context;
  const say = sayIn(context);
  const kpis = measuredOn(await kpisOf(db, row.id), await kpiEnds(db, row.id), localDate(row.time_zone, now));
  const owed = (await milestonesOf(db, row.id)).filter(({ state }) => awaitsDelivery(state));
  const tasks = tasksFor(await exitPlaybook(db), row.service_type);
  const fields: readonly FieldPlan[] = [
    {
      ...{ name: 'kpis', kind: 'ticks', label: say('kpis') },
      options: kpis.map(({ key, name }) => ({ value: key, text: name })),
    },
    {
      ...{ name: 'milestoneIds', kind: 'ticks', label: say('milestones') },
      options: owed.map((one_) => ({ value: one_.id, text: milestoneName(one_) })),
    },
    {
      ...{ name: 'tasks', kind: 'ticks', label: say('tasks'), hint: say('tasks-hint') },
      options: tasks.map(({ key, title }) => ({ value: key, text: title[locale] })),
    },
  ];
  return fields.filter(({ options = [] }) => options.length > 0);
}
