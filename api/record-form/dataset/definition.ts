import { DomainError, fieldError } from '../../../domain/errors';
import { parsePostgresUrl } from '../../../domain/exit/place';
import { DatasetDefinition } from '../../../domain/exit/schema';
import { maskDefinition, maskEnd } from '../../../domain/exit/views';
import { type Dataset, listDatasets } from '../../../db/stores/datasets';
import { translate } from '../../../templates/catalog';
import { recordDataset } from '../../datasets';
import { printOf } from '../../drawn-from';
import { parseWith } from '../../parse';
import type { FormContext, FormDefinition } from '../form';
import { printIn } from '../newer';
import { type FieldPlan, one, printField, type Typed } from '../plan';
import { endFields, endIn, SIDES } from './ends';

/** Data that an exit hands back; behind `?of=` the dataset that is changed or taken off. */
export const datasetForm: FormDefinition = {
  act: 'edit',
  place: 'datasets',
  fields: async (context) => {
    const before = await askedDataset(context);
    return [
      ...(before ? [printField(printOf(maskDefinition(before)))] : []),
      ...nameFields(context, before),
      ...SIDES.flatMap((side) => endFields(side, before?.[side] ?? null, context)),
      ...(before ? [goneField(context)] : []),
    ];
  },
  take: async (deps, { context, typed, call }) => {
    const before = await askedDataset(context);
    const gone = before !== null && one(typed, 'gone') !== '';
    const definition = gone ? null : parseWith(DatasetDefinition, wantedIn(typed, before), 'INVALID_FIELDS');
    if (definition) checkPasswords(definition, before);
    const entry = { before: before?.key ?? null, definition, print: before && printIn(typed) };
    return recordDataset(deps, { ...call, params: { id: context.row.id }, body: null }, entry);
  },
};

/** The one that a form is about; null for one that is new. */
async function askedDataset(context: FormContext): Promise<Dataset | null> {
  return context.item === '' ? null : datasetOf(context);
}

export async function datasetOf({ db, row, item }: FormContext): Promise<Dataset> {
  const found = (await listDatasets(db, row.id)).find(({ key }) => key === item);
  if (!found) throw new DomainError('NOT_FOUND', 'The engagement has no such dataset.');
  return found;
}

function nameFields({ locale }: FormContext, before: Dataset | null): readonly FieldPlan[] {
  const say = (key: string): string => translate(locale, `form.dataset.${key}`);
  const key: FieldPlan = {
    name: 'key',
    kind: 'line',
    label: say('key'),
    hint: say('key-hint'),
    required: true,
    most: 60,
  };
  return [
    ...(before ? [] : [key]),
    { name: 'title', kind: 'line', label: say('title-field'), required: true, most: 200, value: before?.title ?? '' },
    { name: 'personalData', kind: 'tick', label: say('personal-data'), value: before?.personalData ? '1' : '' },
  ];
}

const goneField = ({ locale }: FormContext): FieldPlan => ({
  ...{ name: 'gone', kind: 'tick', label: translate(locale, 'form.dataset.gone'), value: '' },
});

const wantedIn = (typed: Typed, before: Dataset | null) => ({
  key: before?.key ?? one(typed, 'key'),
  title: one(typed, 'title'),
  personalData: one(typed, 'personalData') !== '',
  source: endIn(typed, 'source', before?.source ?? null),
  target: endIn(typed, 'target', before?.target ?? null),
});

/** A password that is typed into a page would lie in its history: it belongs behind a reference. */
function checkPasswords(definition: DatasetDefinition, before: Dataset | null): void {
  for (const side of SIDES) {
    const [end, stored] = [definition[side], before?.[side]];
    if (end.kind !== 'postgres' || end.url === undefined || !parsePostgresUrl(end.url)?.password) continue;
    const masked = stored?.kind === 'postgres' ? maskEnd(stored).url : undefined;
    if (end.url !== masked) throw fieldError(`${side}.url`, 'must hold no password: it belongs behind a reference');
  }
}
