import { localDate } from '../../domain/calendar/zone';
import { NewTimesheet } from '../../domain/delivery/ledger-schema';
import { timesheetAccess } from '../../domain/delivery/timesheet';
import { activeInsiders } from '../../db/stores/people';
import { translate } from '../../templates/catalog';
import { parseWith } from '../parse';
import { recordTimesheet } from '../routes/timesheets';
import type { FormContext, FormDefinition } from './form';
import { type FieldPlan, figure, given, one } from './plan';

/** Hours that somebody spent on managing the vendor. */
export const timesheetForm: FormDefinition = {
  act: 'read',
  place: 'cost',
  fields: async (context) => [...(await personField(context)), ...ownFields(context)],
  take: (deps, { context, typed, call }) => {
    const wanted = {
      ...given('personId', one(typed, 'personId')),
      on: one(typed, 'on'),
      hours: figure(one(typed, 'hours')) ?? undefined,
      role: one(typed, 'role'),
      ...given('note', one(typed, 'note')),
    };
    const body = parseWith(NewTimesheet, wanted, 'INVALID_FIELDS');
    return recordTimesheet(deps, { ...call, params: { id: context.row.id }, body });
  },
};

/** The hours of others are written by those who may. */
async function personField({ db, row, person, locale }: FormContext): Promise<readonly FieldPlan[]> {
  if (timesheetAccess({ writer: person, personId: '', ownerId: row.owner_id }) !== null) return [];
  const people = await activeInsiders(db);
  return [
    {
      name: 'personId',
      kind: 'choice',
      label: translate(locale, 'form.timesheet.person'),
      options: people.map(({ id, name }) => ({ value: id, text: name })),
      value: person.id,
    },
  ];
}

function ownFields({ row, locale, now }: FormContext): readonly FieldPlan[] {
  const say = (key: string): string => translate(locale, `form.timesheet.${key}`);
  const today = localDate(row.time_zone, now);
  return [
    { name: 'on', kind: 'day', label: say('on'), required: true, most: 10, value: today },
    { name: 'hours', kind: 'figure', label: say('hours'), hint: say('hours-hint'), required: true, most: 10 },
    { name: 'role', kind: 'line', label: say('role'), hint: say('role-hint'), required: true, most: 100 },
    { name: 'note', kind: 'text', label: say('note'), hint: translate(locale, 'form.optional') },
  ];
}
