import type { EvaluationModel } from '../../../domain/vendor/model-schema';
import { SheetBody } from '../../../domain/vendor/record-schema';
import type { ScoreSheet } from '../../../domain/vendor/records';
import { modelOf, sheetsOf } from '../../../db/stores/vendors';
import { labelOf, translate } from '../../../templates/catalog';
import { parseWith } from '../../parse';
import { recordScores } from '../../routes/selection/sheets';
import type { FormContext, FormDefinition } from '../form';
import { type FieldPlan, figure, given, one, type Typed } from '../plan';
import { namedCandidate } from './named-candidate';

type Criterion = EvaluationModel['dimensions'][number]['criteria'][number];

/** One's own sheet for a candidate, which nobody else sees before their own is in; behind `?of=` the candidate. */
export const scoresForm: FormDefinition = {
  act: 'evaluate',
  place: 'selection',
  fields: async (context) => {
    const { candidate, name } = await namedCandidate(context);
    const [model, sheets] = await Promise.all([
      modelOf(context.db, context.row.id),
      sheetsOf(context.db, context.row.id),
    ]);
    const own = sheets.find(
      ({ candidateId, evaluatorId }) => candidateId === candidate.id && evaluatorId === context.person.id,
    );
    return [...conflictFields(context, { name, own }), ...scoreFields(context, model, own), commentField(context, own)];
  },
  take: async (deps, { context, typed, call }) => {
    const { candidate } = await namedCandidate(context);
    const body = parseWith(SheetBody, wantedIn(typed), 'INVALID_FIELDS');
    return recordScores(deps, { ...call, params: { id: context.row.id, cid: candidate.id }, body });
  },
};

const say = ({ locale }: FormContext, key: string): string => translate(locale, `form.scores.${key}`);

interface Own {
  readonly name: string;
  readonly own: ScoreSheet | undefined;
}

const conflictFields = (context: FormContext, { name, own }: Own): readonly FieldPlan[] => [
  {
    ...{ name: 'conflictOfInterest', kind: 'tick', label: say(context, 'conflict'), heading: name },
    value: own?.conflictOfInterest === true ? '1' : '',
  },
];

const commentField = (context: FormContext, own: ScoreSheet | undefined): FieldPlan => ({
  ...{ name: 'comment', kind: 'text', label: say(context, 'comment'), heading: say(context, 'altogether') },
  value: own?.comment ?? '',
});

/** A criterion that people judge. What is measured, and what follows from the costs, is scored by itself. */
const isJudged = ({ source, type }: Criterion): boolean => source === undefined && type !== 'price';

function scoreFields(
  context: FormContext,
  model: EvaluationModel | null,
  own: ScoreSheet | undefined,
): readonly FieldPlan[] {
  const known = (model?.dimensions ?? []).flatMap(({ key, criteria }) =>
    criteria.filter(isJudged).map((criterion, index) => ({
      criterion,
      heading: index === 0 ? labelOf(context.locale, 'dimension', key) : undefined,
    })),
  );
  const names = new Set(known.map(({ criterion }) => criterion.key));
  return [
    ...known.flatMap(({ criterion, heading }) => fieldsOf(context, criterion, { own, heading })),
    // What was said of a criterion that has gone meanwhile stays to be read.
    ...sentKeys(context.sent)
      .filter((key) => !names.has(key))
      .flatMap((key) => [
        { name: `scores.${key}`, kind: 'figure', label: key, hint: say(context, 'gone'), most: 20 } as const,
        { name: `evidence.${key}`, kind: 'text', label: say(context, 'evidence') } as const,
      ]),
  ];
}

const sentKeys = (sent: readonly string[]): readonly string[] =>
  sent.filter((name) => name.startsWith('scores.')).map((name) => name.slice('scores.'.length));

function fieldsOf(
  context: FormContext,
  { key, type, min, max, evidenceRequired }: Criterion,
  { own, heading }: { readonly own: ScoreSheet | undefined; readonly heading: string | undefined },
): readonly FieldPlan[] {
  const score = own?.scores[key];
  const hint = type === 'yesno' ? say(context, 'yes-no') : `${min}–${max}`;
  return [
    {
      ...{ name: `scores.${key}`, kind: 'figure', label: labelOf(context.locale, 'criterion', key), hint, most: 20 },
      ...(heading !== undefined && { heading }),
      value: score === null || score === undefined ? '' : String(score),
    },
    {
      ...{ name: `evidence.${key}`, kind: 'text', label: say(context, 'evidence') },
      ...{ hint: say(context, evidenceRequired === true ? 'evidence-needed' : 'evidence-hint') },
      value: own?.evidence?.[key] ?? '',
    },
  ];
}

/** An answer that was left empty is still open. */
function wantedIn(typed: Typed) {
  const keys = Object.keys(typed).filter((name) => name.startsWith('scores.'));
  const named = keys.map((name) => name.slice('scores.'.length));
  const evidence = named.flatMap((key) => {
    const text = one(typed, `evidence.${key}`);
    return text === '' ? [] : [[key, text] as const];
  });
  return {
    conflictOfInterest: one(typed, 'conflictOfInterest') === '1',
    scores: Object.fromEntries(named.map((key) => [key, figure(one(typed, `scores.${key}`))])),
    ...(evidence.length > 0 && { evidence: Object.fromEntries(evidence) }),
    ...given('comment', one(typed, 'comment')),
  };
}
