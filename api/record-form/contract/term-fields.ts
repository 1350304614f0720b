import type { ContractBody } from '../../../domain/contract/schema';
import { DomainError, type Issue } from '../../../domain/errors';
import { labelOf, translate } from '../../../templates/catalog';
import type { FormContext } from '../form';
import { atPlace, listFields, type ListRow, rowsIn } from '../form-list';
import { openChoice, optionsOf, rowsOr, said, yesNo, yesNoIn } from '../needs-field';
import { percentIn, percentText } from '../percent';
import { codesIn, type FieldPlan, figure, one, type Typed } from '../plan';
import { atClause, clauseFields, clausesIn, type SentClause } from './clause-fields';
import { slaIn, slaList, SLAS } from './sla-list';

const RENEWALS = ['none', 'express', 'tacit'] as const;
const FEES = ['monthlyFee', 'terminationFee'] as const;

export interface KnownTerms {
  readonly terms: ContractBody;
  readonly version: number;
}

/** What a contract says, but for its first day and its document. */
export async function termFields(context: FormContext, { terms, version }: KnownTerms): Promise<readonly FieldPlan[]> {
  const slas = terms.slas ?? [];
  return [
    ...lengthFields(context, terms),
    ...priceFields(context, terms),
    ...listFields(await slaList(context, slas), slas, context),
    ...(await clauseFields(context, { clauses: terms.clauses, version })),
  ];
}

const sayIn =
  ({ locale }: FormContext) =>
  (key: string): string =>
    translate(locale, `form.contract.${key}`);

function lengthFields(context: FormContext, terms: ContractBody): readonly FieldPlan[] {
  const say = sayIn(context);
  const { renewal, renewalMonths, initialMonths, notice } = terms;
  const count = { kind: 'figure', most: 4 } as const;
  return [
    { ...count, name: 'initialMonths', label: say('initial-months'), value: initialMonths?.toString() ?? '' },
    openChoice('renewal', labelOf(context.locale, 'fact', 'renewal'), {
      options: optionsOf(RENEWALS, 'renewal', context),
      value: renewal,
    }),
    {
      ...{ ...count, name: 'renewalMonths', label: say('renewal-months'), hint: say('renewal-months-hint') },
      value: renewalMonths?.toString() ?? '',
    },
    { ...count, name: 'notice.months', label: say('notice-months'), value: notice?.months.toString() ?? '' },
    { ...count, name: 'notice.days', label: say('notice-days'), value: notice?.days.toString() ?? '' },
  ];
}

function priceFields(context: FormContext, terms: ContractBody): readonly FieldPlan[] {
  const say = sayIn(context);
  const { row, locale } = context;
  const sum = { kind: 'figure', most: 20, hint: row.currency } as const;
  return [
    {
      ...{ ...sum, name: 'monthlyFee', label: translate(locale, 'engagement.monthly-fee') },
      ...{ heading: say('prices'), value: terms.monthlyFee?.amount ?? '' },
    },
    { ...sum, name: 'terminationFee', label: say('termination-fee'), value: terms.terminationFee?.amount ?? '' },
    yesNo('feeRestsWhenSuspended', say('fee-rests'), { value: terms.feeRestsWhenSuspended, locale }),
    {
      ...{ name: 'atRiskBp', kind: 'figure', label: translate(locale, 'engagement.at-risk'), hint: '%', most: 7 },
      value: percentText(terms.atRiskBp),
    },
    {
      ...{
        name: 'dataCountries',
        kind: 'line',
        label: say('data-countries'),
        hint: say('data-countries-hint'),
        most: 250,
      },
      value: (terms.dataCountries ?? []).join(', '),
    },
  ];
}

export interface SentTerms {
  readonly wanted: Readonly<Partial<Record<keyof ContractBody, unknown>>>;
  readonly clauses: readonly SentClause[];
  readonly slas: readonly ListRow[];
}

export function termsIn(typed: Typed, { row }: FormContext, before: ContractBody): SentTerms {
  const [clauses, slas] = [clausesIn(typed), rowsIn(typed, { name: SLAS })];
  const [months, days] = [figure(one(typed, 'notice.months')), figure(one(typed, 'notice.days'))];
  const countries = codesIn(one(typed, 'dataCountries'));
  const wanted = {
    initialMonths: figure(one(typed, 'initialMonths')) ?? undefined,
    renewal: said(typed, 'renewal'),
    renewalMonths: figure(one(typed, 'renewalMonths')) ?? (before.renewalMonths === null ? null : undefined),
    notice: months === null && days === null ? undefined : { months: months ?? 0, days: days ?? 0 },
    ...Object.fromEntries(FEES.map((name) => [name, feeIn(typed, name, before[name]?.currency ?? row.currency)])),
    feeRestsWhenSuspended: yesNoIn(one(typed, 'feeRestsWhenSuspended')),
    atRiskBp: percentIn(one(typed, 'atRiskBp')),
    dataCountries: countries.length > 0 || before.dataCountries?.length === 0 ? countries : undefined,
    slas: rowsOr(before.slas, slas.map(slaIn)),
    clauses: clauses.map(({ clause }) => clause),
  };
  return { wanted, clauses, slas };
}

const feeIn = (typed: Typed, name: (typeof FEES)[number], currency: string) => {
  const amount = one(typed, name);
  return amount === '' ? undefined : { amount, currency };
};

/** Each fault at the field of the form that it is about. */
export function onTermFields(error: unknown, { clauses, slas }: SentTerms): unknown {
  if (!(error instanceof DomainError)) return error;
  const placed = ({ path, message }: Issue): Issue => {
    const issue = { path: path.replace(/^changes\.(?=.)/, ''), message };
    return atPlace(atClause(issue, clauses), [{ name: SLAS, rows: slas }]);
  };
  return new DomainError(error.code, error.message, error.errors.map(placed));
}
