import { Obligation, OBLIGATION_CATEGORIES } from '../../../domain/contract/obligation-schema';
import { EVERY, ON_DAYS_OFF } from '../../../domain/contract/recurrence-words';
import { DomainError } from '../../../domain/errors';
import { obligationsOf } from '../../../db/stores/obligations';
import { translate } from '../../../templates/catalog';
import { parseWith } from '../../parse';
import { endObligation, recordObligation } from '../../routes/obligations';
import type { FormContext, FormDefinition } from '../form';
import { openChoice, optionsOf } from '../needs-field';
import { peopleOptions } from '../person-field';
import { type FieldPlan, figure, given, one, type Typed } from '../plan';

const PARTIES = ['us', 'vendor'] as const;

/** What one side owes the other, once or again and again. */
export const obligationForm: FormDefinition = {
  act: 'edit',
  place: 'obligations',
  fields: async (context) => [...whatFields(context), ...whenFields(context), ...(await whoFields(context))],
  take: (deps, { context, typed, call }) => {
    const body = parseWith(Obligation, wantedIn(typed), 'INVALID_FIELDS');
    return recordObligation(deps, { ...call, params: { id: context.row.id }, body });
  },
};

/** Behind `?of=` the obligation of which no more tasks come up. */
export const obligationEndForm: FormDefinition = {
  act: 'edit',
  place: 'obligations',
  fields: async ({ db, row, item }) => {
    const found = (await obligationsOf(db, row.id)).find(({ id }) => id === item);
    if (!found) throw new DomainError('NOT_FOUND', 'The engagement has no such obligation.');
    return [{ name: 'of', kind: 'hidden', label: '', value: item }];
  },
  take: (deps, { context, call }) => {
    const params = { id: context.row.id, obligationId: context.item };
    return endObligation(deps, { ...call, params, body: {} });
  },
};

const say = ({ locale }: FormContext, key: string): string => translate(locale, `form.obligation.${key}`);

const whatFields = (context: FormContext): readonly FieldPlan[] => [
  { name: 'title', kind: 'line', label: say(context, 'name'), required: true, most: 200 },
  {
    ...{ name: 'party', kind: 'choice', label: say(context, 'party'), required: true },
    options: optionsOf(PARTIES, 'obliged', context),
  },
  {
    ...{ name: 'category', kind: 'choice', label: say(context, 'category'), required: true },
    options: optionsOf(OBLIGATION_CATEGORIES, 'obligation-category', context),
  },
  { name: 'description', kind: 'text', label: say(context, 'description') },
];

const whenFields = (context: FormContext): readonly FieldPlan[] => [
  { name: 'schedule.from', kind: 'day', label: say(context, 'from'), required: true, most: 10 },
  {
    ...{ name: 'schedule.every', kind: 'choice', label: say(context, 'every'), required: true },
    options: optionsOf(EVERY, 'every', context),
  },
  { name: 'schedule.until', kind: 'day', label: say(context, 'until'), most: 10 },
  openChoice('schedule.onDayOff', say(context, 'day-off'), {
    options: optionsOf(ON_DAYS_OFF, 'on-day-off', context),
    value: undefined,
  }),
  { name: 'leadDays', kind: 'figure', label: say(context, 'lead-days'), most: 3, value: '7' },
];

async function whoFields(context: FormContext): Promise<readonly FieldPlan[]> {
  const options = await peopleOptions(context);
  return [
    {
      ...openChoice('assigneeId', say(context, 'assignee'), { options, value: context.row.owner_id }),
      ...{ hint: say(context, 'assignee-hint'), required: true },
    },
    {
      ...openChoice('approverId', say(context, 'approver'), { options, value: undefined }),
      hint: say(context, 'approver-hint'),
    },
  ];
}

function wantedIn(typed: Typed) {
  const text = (name: string): string => one(typed, name);
  const lead = figure(text('leadDays'));
  return {
    ...{ title: text('title'), party: text('party'), category: text('category'), assigneeId: text('assigneeId') },
    ...given('description', text('description')),
    schedule: {
      ...{ every: text('schedule.every'), from: text('schedule.from') },
      ...given('until', text('schedule.until')),
      ...given('onDayOff', text('schedule.onDayOff')),
    },
    ...(lead !== null && { leadDays: lead }),
    ...given('approverId', text('approverId')),
  };
}
