import { EvaluatorsBody } from '../../../domain/tender/schema';
import { evaluatorsOf } from '../../../db/stores/evaluation-records';
import { translate } from '../../../templates/catalog';
import { printOf } from '../../drawn-from';
import { parseWith } from '../../parse';
import { recordEvaluators } from '../../routes/selection/moderation';
import type { FormDefinition } from '../form';
import { printIn } from '../newer';
import { peopleOptions } from '../person-field';
import { all, printField } from '../plan';

/** Who judges the candidates, each without knowing what the others think. */
export const evaluatorsForm: FormDefinition = {
  act: 'edit',
  place: 'selection',
  fields: async (context) => {
    const named = await evaluatorsOf(context.db, context.row.id);
    const people = await peopleOptions(context, named);
    const options = people.filter(({ value }) => value !== context.row.roles.vendorRep);
    const label = translate(context.locale, 'form.evaluators.people');
    return [printField(printOf(named)), { name: 'evaluators', kind: 'ticks', label, options, value: named }];
  },
  take: (deps, { context, typed, call }) => {
    const body = parseWith(EvaluatorsBody, { evaluators: all(typed, 'evaluators') }, 'INVALID_FIELDS');
    return recordEvaluators(deps, { ...call, params: { id: context.row.id }, body }, printIn(typed));
  },
};
