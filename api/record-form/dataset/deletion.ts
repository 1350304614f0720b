import { CanaryList, DECLARED, NewDeclaration } from '../../../domain/exit/deletion-schema';
import { canariesOf } from '../../../db/stores/canaries';
import { subcontractorsOf } from '../../../db/stores/subcontractors';
import { translate } from '../../../templates/catalog';
import { askForDeletion } from '../../dataset-deletion';
import { parseWith } from '../../parse';
import { recordCanaries, recordDeclaration } from '../../routes/deletion-evidence';
import type { FormContext, FormDefinition } from '../form';
import { openChoice, optionsOf } from '../needs-field';
import { type FieldPlan, given, linesIn, one, type Typed } from '../plan';
import { datasetOf } from './definition';
import { checkSure, sureField } from './sure';

/** Behind `?of=` the dataset whose source two people are asked to let go. */
export const deletionForm: FormDefinition = {
  act: 'edit',
  place: 'datasets',
  fields: async (context) => {
    const { title } = await datasetOf(context);
    return [sureField(context, 'form.dataset-deletion.sure', { title })];
  },
  take: async (deps, { context, typed, call }) => {
    const { key } = await datasetOf(context);
    checkSure(typed);
    return askForDeletion(deps, { ...call, params: { id: context.row.id, key }, body: null });
  },
};

/** Behind `?of=` the dataset among which made-up values stand. */
export const canariesForm: FormDefinition = {
  act: 'edit',
  place: 'datasets',
  fields: async (context) => {
    const { key, title } = await datasetOf(context);
    const { values } = await canariesOf(context.db, { engagementId: context.row.id, key });
    const say = (word: string, count = 0): string => translate(context.locale, `form.canaries.${word}`, { count });
    const hint = [say('values-hint'), ...(values.length > 0 ? [say('planted', values.length)] : [])].join(' ');
    return [{ name: 'values', kind: 'text', label: say('values'), hint, heading: title, required: true, most: 6_500 }];
  },
  take: async (deps, { context, typed, call }) => {
    const { key } = await datasetOf(context);
    const body = parseWith(CanaryList, { values: linesIn(typed, 'values') }, 'INVALID_FIELDS');
    return recordCanaries(deps, { ...call, params: { id: context.row.id, key }, body });
  },
};

/** Behind `?of=` the dataset about which the vendor declares something. */
export const declarationForm: FormDefinition = {
  act: 'edit',
  place: 'datasets',
  fields: async (context) => {
    const { title } = await datasetOf(context);
    return [...(await aboutFields(context, title)), ...saidFields(context)];
  },
  take: async (deps, { context, typed, call }) => {
    const { key } = await datasetOf(context);
    const body = parseWith(NewDeclaration, declarationIn(typed), 'INVALID_FIELDS');
    return recordDeclaration(deps, { ...call, params: { id: context.row.id, key }, body });
  },
};

async function aboutFields(context: FormContext, heading: string): Promise<readonly FieldPlan[]> {
  const { db, row, locale } = context;
  const say = (key: string): string => translate(locale, `form.deletion-declaration.${key}`);
  const options = (await subcontractorsOf(db, row.id)).map(({ id, name }) => ({ value: id, text: name }));
  const subcontractor = openChoice('subcontractorId', say('subcontractor'), { options, value: undefined });
  return [
    {
      ...{ name: 'about', kind: 'choice', label: say('about'), heading, required: true, value: 'backups' },
      options: optionsOf(DECLARED, 'declared', context),
    },
    ...(options.length > 0 ? [{ ...subcontractor, hint: say('subcontractor-hint') }] : []),
  ];
}

function saidFields({ locale }: FormContext): readonly FieldPlan[] {
  const say = (key: string): string => translate(locale, `form.deletion-declaration.${key}`);
  return [
    { name: 'statement', kind: 'text', label: say('statement'), required: true },
    { name: 'declaredBy', kind: 'line', label: say('by'), required: true, most: 200 },
    { name: 'declaredOn', kind: 'day', label: say('on'), required: true, most: 10, half: true },
    { name: 'goneBy', kind: 'day', label: say('gone-by'), hint: say('gone-by-hint'), most: 10, half: true },
    { name: 'evidence', kind: 'line', label: say('evidence'), hint: translate(locale, 'form.optional'), most: 200 },
  ];
}

const declarationIn = (typed: Typed) => ({
  about: one(typed, 'about'),
  ...given('subcontractorId', one(typed, 'subcontractorId')),
  ...{ statement: one(typed, 'statement'), declaredBy: one(typed, 'declaredBy'), declaredOn: one(typed, 'declaredOn') },
  ...given('goneBy', one(typed, 'goneBy')),
  ...given('evidence', one(typed, 'evidence')),
});
