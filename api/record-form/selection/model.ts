import {
  CRITERION_TYPES,
  type EvaluationModel,
  METHODS,
  ModelBody,
  PRICE_SCALES,
} from '../../../domain/vendor/model-schema';
import { DIMENSIONS } from '../../../domain/vendor/dimensions';
import { EVIDENCE } from '../../../domain/vendor/evidence';
import { modelFrom } from '../../../domain/vendor/model';
import { DomainError, type Issue } from '../../../domain/errors';
import { modelOf } from '../../../db/stores/vendors';
import { labelOf, translate } from '../../../templates/catalog';
import { printOf } from '../../drawn-from';
import { parseWith } from '../../parse';
import { recordModel } from '../../routes/selection/model';
import type { FormContext, FormDefinition } from '../form';
import { atPlace, listFields, type ListPlan, type ListRow, rowsIn } from '../form-list';
import { openChoice, optionsOf } from '../needs-field';
import { printIn } from '../newer';
import { percentIn, percentText } from '../percent';
import { type FieldPlan, figure, given, linesIn, one, printField, type Typed } from '../plan';

type Dimension = EvaluationModel['dimensions'][number];
type Criterion = Dimension['criteria'][number];
type Key = (typeof DIMENSIONS)[number];

/** By what candidates are judged, and how much each of it weighs. */
export const modelForm: FormDefinition = {
  act: 'edit',
  place: 'selection',
  fields: async (context) => {
    const stored = await modelOf(context.db, context.row.id);
    const model = stored ?? modelFrom({ method: 'weighted-sum' });
    return [
      printField(printOf(stored)),
      ...methodFields(context, model),
      ...DIMENSIONS.flatMap((key) => dimensionFields(context, key, model)),
    ];
  },
  take: async (deps, { context, typed, call }) => {
    const said = DIMENSIONS.map((key) => dimensionIn(typed, key)).filter(({ isSaid }) => isSaid);
    try {
      const wanted = { ...methodIn(typed), dimensions: said.map(({ dimension }) => dimension) };
      const body = parseWith(ModelBody, wanted, 'INVALID_FIELDS');
      return await recordModel(deps, { ...call, params: { id: context.row.id }, body }, printIn(typed));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      throw new DomainError(
        error.code,
        error.message,
        error.errors.map((issue) => atDimension(issue, said)),
      );
    }
  },
};

const say = ({ locale }: FormContext, key: string): string => translate(locale, `form.evaluation-model.${key}`);

const methodFields = (
  context: FormContext,
  { method, priceScale, judgements }: EvaluationModel,
): readonly FieldPlan[] => [
  {
    ...{ name: 'method', kind: 'choice', label: say(context, 'method'), required: true },
    ...{ options: optionsOf(METHODS, 'evaluation-method', context), value: method },
  },
  {
    ...openChoice('priceScale', say(context, 'price-scale'), {
      options: optionsOf(PRICE_SCALES, 'price-scale', context),
      value: priceScale,
    }),
  },
  {
    ...{ name: 'judgements', kind: 'text', label: say(context, 'judgements'), hint: say(context, 'judgements-hint') },
    value: (judgements ?? []).map((row) => row.join(' ')).join('\n'),
  },
  { name: 'reason', kind: 'text', label: say(context, 'reason'), hint: say(context, 'reason-hint') },
];

const methodIn = (typed: Typed) => {
  const judgements = linesIn(typed, 'judgements').map((line) => line.split(/[\s,;，；]+/).map(judgementIn));
  return {
    method: one(typed, 'method'),
    ...given('priceScale', one(typed, 'priceScale')),
    ...(judgements.length > 0 && { judgements }),
    ...given('reason', one(typed, 'reason')),
  };
};

/** `3`, or `1/3` as people write the other half of a pair. */
function judgementIn(text: string): number | string | null {
  const [, over, under] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? [];
  return over !== undefined && Number(under) > 0 ? Number(over) / Number(under) : figure(text);
}

const criteriaOf = (key: Key): string => `${key}.criteria`;

function dimensionFields(context: FormContext, key: Key, model: EvaluationModel): readonly FieldPlan[] {
  const known = model.dimensions.find((dimension) => dimension.key === key);
  return [
    {
      ...{ name: `${key}.weightBp`, kind: 'figure', label: say(context, 'weight'), hint: '%', most: 7 },
      ...{ heading: labelOf(context.locale, 'dimension', key), value: percentText(known?.weightBp) },
    },
    ...listFields(criterionList(context, key), known?.criteria ?? [], context),
  ];
}

function criterionList(context: FormContext, key: Key): ListPlan<Criterion> {
  const name = labelOf(context.locale, 'dimension', key);
  return {
    name: criteriaOf(key),
    most: 50,
    heading: (place) => translate(context.locale, 'form.evaluation-model.criterion', { name, place }),
    parts: (known) => [...weighed(context, known), ...answered(context, known)],
  };
}

const plain = { kind: 'figure', most: 20 } as const;

const weighed = (context: FormContext, known: Criterion | undefined): readonly FieldPlan[] => [
  {
    ...{ name: 'key', kind: 'line', label: say(context, 'key'), hint: say(context, 'key-hint'), most: 64 },
    value: known?.key ?? '',
  },
  {
    ...{ ...plain, name: 'weightBp', label: say(context, 'criterion-weight'), hint: '%' },
    value: percentText(known?.weightBp),
  },
  openChoice('type', say(context, 'type'), {
    options: optionsOf(CRITERION_TYPES, 'criterion-type', context),
    value: known?.type,
  }),
];

const answered = (context: FormContext, known: Criterion | undefined): readonly FieldPlan[] => [
  { ...plain, name: 'min', label: say(context, 'min'), value: known?.min.toString() ?? '' },
  { ...plain, name: 'max', label: say(context, 'max'), value: known?.max.toString() ?? '' },
  openChoice('direction', say(context, 'direction'), {
    options: optionsOf(['maximise', 'minimise'], 'form.needs.direction', context),
    value: known?.direction,
  }),
  openChoice('source', say(context, 'source'), {
    options: optionsOf(EVIDENCE, 'criterion', context),
    value: known?.source,
  }),
  {
    ...{ name: 'evidenceRequired', kind: 'tick', label: say(context, 'evidence') },
    value: known?.evidenceRequired === true ? '1' : '',
  },
];

interface SentDimension {
  readonly key: Key;
  readonly isSaid: boolean;
  readonly rows: readonly ListRow[];
  readonly dimension: object;
}

/** A dimension without weight and criteria is none of this model. */
function dimensionIn(typed: Typed, key: Key): SentDimension {
  const rows = rowsIn(typed, { name: criteriaOf(key) });
  const weight = one(typed, `${key}.weightBp`);
  const dimension = { key, weightBp: percentIn(weight), criteria: rows.map(criterionIn) };
  return { key, rows, isSaid: weight !== '' || rows.length > 0, dimension };
}

/** What is left open is as usual: a scale from 0 to 5 on which more is better. */
const criterionIn = ({ text }: ListRow) => ({
  key: text('key'),
  weightBp: percentIn(text('weightBp')),
  type: text('type') || 'scale',
  min: figure(text('min')) ?? 0,
  max: figure(text('max')) ?? (text('type') === 'yesno' ? 1 : 5),
  direction: text('direction') || 'maximise',
  ...given('source', text('source')),
  ...(text('evidenceRequired') === '1' && { evidenceRequired: true }),
});

/** A fault of a dimension at the place of the form where it stands; of all of them at the first weight. */
function atDimension({ path, message }: Issue, said: readonly SentDimension[]): Issue {
  const [, index, rest = ''] = /^dimensions\.(\d+)(.*)$/.exec(path) ?? [];
  const dimension = said[Number(index ?? 0)];
  if (!path.startsWith('dimensions') || !dimension) return { path, message };
  const { key, rows } = dimension;
  if (index === undefined || rest === '' || rest === '.criteria') return { path: `${key}.weightBp`, message };
  return atPlace({ path: `${key}${rest}`, message }, [{ name: criteriaOf(key), rows }]);
}
