import { DomainError } from '../../domain/errors';
import { Risk, RiskPatch } from '../../domain/risk/record-schema';
import type { KeptRisk } from '../../domain/risk/risk';
import { causeFor } from '../../domain/risk/seed';
import { RISK_TYPES } from '../../domain/risk/types';
import { risksOf } from '../../db/stores/risks';
import { translate } from '../../templates/catalog';
import { parseWith } from '../parse';
import { etagOf } from '../precondition';
import { recordRisk, recordRiskChange } from '../routes/risks';
import type { FormContext, FormDefinition } from './form';
import { optionsOf, rating } from './needs-field';
import { versionIn } from './newer';
import { personField } from './person-field';
import { type FieldPlan, figure, linesIn, one, type Typed, versionField } from './plan';

/** Something that may go wrong; behind `?of=` the risk that is rated anew. */
export const riskForm: FormDefinition = {
  act: 'edit',
  place: 'risk',
  fields: async (context) => {
    const before = await riskOf(context);
    return [
      ...(before ? [versionField(before.version)] : []),
      ...ratedFields(context, before),
      ...treatedFields(context, before),
      await personField('ownerId', say(context, 'owner'), { value: before?.ownerId, context }),
      {
        ...{ name: 'reviewAt', kind: 'day', label: say(context, 'review'), most: 10 },
        ...{ hint: say(context, 'review-hint'), value: before?.reviewAt ?? '' },
      },
    ];
  },
  take: async (deps, { context, typed, call }) => {
    const before = await riskOf(context);
    const { id } = context.row;
    const { rated, rest } = saidOf(typed, context, before);
    if (!before) {
      const wanted = { ...rated, ...stated(rest) };
      return recordRisk(deps, { ...call, params: { id }, body: parseWith(Risk, wanted, 'INVALID_FIELDS') });
    }
    const body = parseWith(RiskPatch, { ...rated, ...rest }, 'INVALID_FIELDS');
    const { etag: ifMatch } = etagOf(versionIn(typed));
    return recordRiskChange(deps, { ...call, ifMatch, params: { id, riskId: before.id }, body });
  },
};

const say = ({ locale }: FormContext, key: string): string => translate(locale, `form.risk.${key}`);

async function riskOf({ db, row, item }: FormContext): Promise<KeptRisk | null> {
  if (item === '') return null;
  const found = (await risksOf(db, row.id)).find(({ id }) => id === item);
  if (!found) throw new DomainError('NOT_FOUND', 'There is no such risk.');
  return found;
}

function ratedFields(context: FormContext, before: KeptRisk | null): readonly FieldPlan[] {
  return [
    {
      ...{ name: 'type', kind: 'choice', label: say(context, 'type'), required: true },
      ...{ options: optionsOf(RISK_TYPES, 'risk', context), value: before?.type ?? RISK_TYPES[0] },
    },
    {
      ...{ name: 'cause', kind: 'line', label: say(context, 'cause'), required: true, most: 200 },
      value: before ? causeFor(before.cause, context.locale) : '',
    },
    { ...rating('likelihood', say(context, 'likelihood'), before?.likelihood), required: true },
    { ...rating('impact', say(context, 'impact'), before?.impact), required: true },
  ];
}

const treatedFields = (context: FormContext, before: KeptRisk | null): readonly FieldPlan[] => [
  {
    ...{ name: 'controls', kind: 'text', label: say(context, 'controls') },
    ...{ hint: translate(context.locale, 'form.one-a-line'), value: (before?.controls ?? []).join('\n') },
  },
  {
    ...{
      name: 'residual',
      kind: 'figure',
      label: say(context, 'residual'),
      hint: say(context, 'residual-hint'),
      most: 2,
    },
    value: before?.residual?.toString() ?? '',
  },
];

/** A cause of ours that was read in the reader's language and left as it was stays ours. */
function saidOf(typed: Typed, { locale }: FormContext, before: KeptRisk | null) {
  const cause = one(typed, 'cause');
  return {
    rated: {
      type: one(typed, 'type'),
      cause: before && cause === causeFor(before.cause, locale) ? before.cause : cause,
      likelihood: figure(one(typed, 'likelihood')),
      impact: figure(one(typed, 'impact')),
      controls: linesIn(typed, 'controls'),
    },
    rest: {
      residual: figure(one(typed, 'residual')),
      ownerId: one(typed, 'ownerId') || null,
      reviewAt: one(typed, 'reviewAt') || null,
    },
  };
}

const stated = (parts: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== null));
