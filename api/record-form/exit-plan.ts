import { ExitPlan, MOST_ALTERNATIVES, MOST_DATA } from '../../domain/exit/plan-schema';
import { exitPlanOf } from '../../db/stores/exit-plans';
import { translate } from '../../templates/catalog';
import { parseWith } from '../parse';
import { etagOf, staleRecord } from '../precondition';
import { recordExitPlan } from '../routes/exit-plan';
import type { FormContext, FormDefinition } from './form';
import { ontoKnown } from './known-lines';
import { versionIn } from './newer';
import { type FieldPlan, figure, given, linesIn, one, type Typed, versionField } from './plan';

/** How the service would be taken away from its vendor. */
export const exitPlanForm: FormDefinition = {
  act: 'edit',
  place: { page: '/exit', part: 'readiness' },
  fields: async (context) => {
    const stored = await exitPlanOf(context.db, context.row.id);
    return fieldsOf(context, stored?.plan ?? null, stored?.version ?? 0);
  },
  take: async (deps, { context, typed, call }) => {
    const stored = await exitPlanOf(context.db, context.row.id);
    const version = stored?.version ?? 0;
    // What the form says is about the plan that it was drawn from.
    if (versionIn(typed) !== version) throw staleRecord();
    const ifMatch = etagOf(version).etag;
    const body = parseWith(ExitPlan, wanted(typed, { before: stored?.plan ?? null, currency: context.row.currency }), 'INVALID_FIELDS'); // prettier-ignore
    return recordExitPlan(deps, { ...call, ifMatch, params: { id: context.row.id }, body });
  },
};

interface Before {
  readonly before: ExitPlan | null;
  readonly currency: string;
}

/** What the form has no field for stays as it was, line by line. */
function wanted(typed: Typed, { before, currency }: Before) {
  const [days, cost] = [figure(one(typed, 'estDays')), one(typed, 'estCost')];
  return {
    alternatives: ontoKnown(
      linesIn(typed, 'alternatives').map((name) => ({ name })),
      before?.alternatives ?? [],
    ),
    dataInventory: ontoKnown(linesIn(typed, 'dataInventory').map(dataIn), before?.dataInventory ?? []),
    ...(days !== null && { estDays: days }),
    ...(cost !== '' && { estCost: { amount: cost, currency: before?.estCost?.currency ?? currency } }),
    ...given('ktPlan', one(typed, 'ktPlan')),
    ...given('stepIn', one(typed, 'stepIn')),
    ...given('testedAt', one(typed, 'testedAt')),
    ...given('nextTestAt', one(typed, 'nextTestAt')),
  };
}

/** Marks data about people behind its name. */
const PERSONAL = '*';

function dataIn(line: string) {
  const personalData = line.endsWith(PERSONAL);
  return { name: personalData ? line.slice(0, -PERSONAL.length).trim() : line, personalData };
}

/** So many lines of a name each; data about people are marked behind it. */
const LINE = 201;
const MARKED = LINE + PERSONAL.length + 1;

function fieldsOf({ locale, row }: FormContext, plan: ExitPlan | null, version: number): readonly FieldPlan[] {
  const say = (key: string): string => translate(locale, `form.exit-plan.${key}`);
  const data = plan?.dataInventory.map(({ name, personalData }) => (personalData ? `${name} ${PERSONAL}` : name)) ?? [];
  const day = { kind: 'day', most: 10 } as const;
  return [
    versionField(version),
    {
      ...{
        name: 'alternatives',
        kind: 'text',
        label: say('alternatives'),
        hint: say('lines'),
        most: MOST_ALTERNATIVES * LINE,
      },
      value: (plan?.alternatives ?? []).map(({ name }) => name).join('\n'),
    },
    { name: 'estDays', kind: 'figure', label: say('days'), most: 5, value: plan?.estDays?.toString() ?? '' },
    {
      ...{ name: 'estCost', kind: 'figure', label: say('cost'), most: 20 },
      hint: plan?.estCost?.currency ?? row.currency,
      value: plan?.estCost?.amount ?? '',
    },
    {
      ...{ name: 'dataInventory', kind: 'text', label: say('data'), hint: say('data-hint'), most: MOST_DATA * MARKED },
      value: data.join('\n'),
    },
    { name: 'ktPlan', kind: 'text', label: say('knowledge'), value: plan?.ktPlan ?? '' },
    { name: 'stepIn', kind: 'text', label: say('step-in'), value: plan?.stepIn ?? '' },
    { ...day, name: 'testedAt', label: say('tested'), value: plan?.testedAt ?? '' },
    { ...day, name: 'nextTestAt', label: say('next-test'), value: plan?.nextTestAt ?? '' },
  ];
}
