import { NewChange } from '../../../domain/contract/amendment-schema';
import { translate } from '../../../templates/catalog';
import { parseWith } from '../../parse';
import { askForChange } from '../../routes/changes';
import type { FormContext, FormDefinition } from '../form';
import { type FieldPlan, figure, given, one } from '../plan';

/** Another scope, cost or time than was agreed; terms that change with it go by an amendment. */
export const changeForm: FormDefinition = {
  act: 'edit',
  place: 'contract',
  fields: (context) => Promise.resolve(fieldsOf(context)),
  take: (deps, { context, typed, call }) => {
    const wanted = {
      ...given('title', one(typed, 'title')),
      scopeDelta: one(typed, 'scopeDelta'),
      costDelta: { amount: one(typed, 'costDelta'), currency: context.row.currency },
      scheduleDeltaDays: figure(one(typed, 'scheduleDeltaDays')),
      reason: one(typed, 'reason'),
    };
    const body = parseWith(NewChange, wanted, 'INVALID_FIELDS');
    return askForChange(deps, { ...call, params: { id: context.row.id }, body });
  },
};

function fieldsOf({ locale, row }: FormContext): readonly FieldPlan[] {
  const say = (key: string): string => translate(locale, `form.contract-change.${key}`);
  return [
    { name: 'title', kind: 'line', label: say('name'), most: 200 },
    { name: 'scopeDelta', kind: 'text', label: say('scope'), required: true },
    {
      ...{ name: 'costDelta', kind: 'figure', label: say('cost'), required: true, most: 20 },
      hint: translate(locale, 'form.contract-change.cost-hint', { currency: row.currency }),
    },
    {
      ...{
        name: 'scheduleDeltaDays',
        kind: 'figure',
        label: say('days'),
        hint: say('days-hint'),
        required: true,
        most: 5,
      },
      value: '0',
    },
    { name: 'reason', kind: 'text', label: say('reason'), required: true },
  ];
}
