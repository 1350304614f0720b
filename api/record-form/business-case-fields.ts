import type { Needs } from '../../domain/planning/schema';
import { labelOf, translate } from '../../templates/catalog';
import { chargeField, chargeIn } from './charge-field';
import type { FormContext } from './form';
import { listFields, type ListPlan, rowsIn } from './form-list';
import { objectOr, rowsOr } from './needs-field';
import { type FieldPlan, figure, one, type Typed } from './plan';

type Case = NonNullable<Needs['businessCase']>;
type Manager = NonNullable<Case['mgmtHoursPerWeek']>[number];
type Post = NonNullable<Case['inHouseParts']>['people'][number];

const [MANAGERS, POSTS] = ['businessCase.mgmtHoursPerWeek', 'businessCase.inHouseParts.people'] as const;
export const CASE_LISTS = [MANAGERS, POSTS] as const;

const CHARGES = ['vendorAnnual', 'toolingAnnual', 'transitionOneOff', 'exitCostOneOff', 'inHouseAnnual'] as const;
const PERCENTS = ['reworkPct', 'riskBufferPct'] as const;
const PARTS = ['equipmentAnnual', 'managementAnnual'] as const;

/** What the service costs over its years, ours beside theirs. */
export function caseFields(context: FormContext): readonly FieldPlan[] {
  const { locale, row } = context;
  const { businessCase: planned, currency = row.currency } = row.needs;
  const label = (name: string): string => labelOf(locale, 'field', name);
  const parts = planned?.inHouseParts;
  const plain = { kind: 'figure', most: 20 } as const;
  return [
    {
      ...{ ...plain, name: 'businessCase.years', label: label('years'), heading: label('businessCase') },
      value: planned?.years.toString() ?? '',
    },
    ...CHARGES.map((name) => chargeField(`businessCase.${name}`, label(name), { value: planned?.[name], currency })),
    ...PERCENTS.map((name) => ({
      ...{ ...plain, name: `businessCase.${name}`, label: label(name) },
      value: planned?.[name]?.toString() ?? '',
    })),
    ...listFields(managerList(context, currency), planned?.mgmtHoursPerWeek ?? [], context),
    ...listFields(postList(context, currency), parts?.people ?? [], context),
    ...PARTS.map((name, index) => ({
      ...chargeField(`businessCase.inHouseParts.${name}`, translate(locale, `form.needs-case.${name}`), {
        value: parts?.[name],
        currency,
      }),
      ...(index === 0 && { heading: translate(locale, 'form.needs-case.in-house') }),
    })),
  ];
}

function managerList({ locale }: FormContext, currency: string): ListPlan<Manager> {
  const say = (key: string): string => translate(locale, `form.needs-case.${key}`);
  return {
    name: MANAGERS,
    most: 100,
    heading: (place) => translate(locale, 'form.needs-case.manager', { place }),
    parts: (known) => [
      { name: 'role', kind: 'line', label: say('role'), most: 100, value: known?.role ?? '' },
      { name: 'hours', kind: 'figure', label: say('hours'), most: 10, value: known?.hours.toString() ?? '' },
      chargeField('rate', say('rate'), { value: known?.rate, currency }),
    ],
  };
}

function postList({ locale }: FormContext, currency: string): ListPlan<Post> {
  const say = (key: string): string => translate(locale, `form.needs-case.${key}`);
  return {
    name: POSTS,
    most: 100,
    heading: (place) => translate(locale, 'form.needs-case.post', { place }),
    parts: (known) => [
      { name: 'role', kind: 'line', label: say('role'), most: 100, value: known?.role ?? '' },
      { name: 'headcount', kind: 'figure', label: say('heads'), most: 10, value: known?.headcount.toString() ?? '' },
      chargeField('annualCost', say('annual-cost'), { value: known?.annualCost, currency }),
    ],
  };
}

/** A case of which nothing is said is none. */
export function caseIn(typed: Typed, { businessCase: before }: Needs) {
  const text = (name: string): string => one(typed, `businessCase.${name}`);
  return objectOr(undefined, {
    years: figure(text('years')) ?? undefined,
    ...Object.fromEntries(CHARGES.map((name) => [name, chargeIn(text(name), before?.[name])])),
    ...Object.fromEntries(PERCENTS.map((name) => [name, figure(text(name)) ?? undefined])),
    mgmtHoursPerWeek: rowsOr(before?.mgmtHoursPerWeek, managersIn(typed, before)),
    inHouseParts: partsIn(typed, before),
  });
}

const managersIn = (typed: Typed, before: Case | undefined) =>
  rowsIn(typed, { name: MANAGERS }).map(({ place, text }) => ({
    role: text('role'),
    ...objectOr(
      {},
      {
        hours: figure(text('hours')) ?? undefined,
        rate: chargeIn(text('rate'), before?.mgmtHoursPerWeek?.[place]?.rate),
      },
    ),
  }));

function partsIn(typed: Typed, before: Case | undefined) {
  const known = before?.inHouseParts;
  const people = rowsIn(typed, { name: POSTS }).map(({ place, text }) => ({
    role: text('role'),
    ...objectOr(
      {},
      {
        headcount: figure(text('headcount')) ?? undefined,
        annualCost: chargeIn(text('annualCost'), known?.people[place]?.annualCost),
      },
    ),
  }));
  const text = (name: string): string => one(typed, `businessCase.inHouseParts.${name}`);
  const rest = PARTS.map((name) => [name, chargeIn(text(name), known?.[name])] as const);
  return objectOr(undefined, { people, ...Object.fromEntries(rest) });
}
