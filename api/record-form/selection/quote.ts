import { HIDDEN_COSTS } from '../../../domain/tender/schema';
import { QuoteBody, type StoredQuote } from '../../../domain/vendor/record-schema';
import type { Candidate } from '../../../domain/vendor/records';
import { labelOf, translate } from '../../../templates/catalog';
import { printOf } from '../../drawn-from';
import { parseWith } from '../../parse';
import { recordQuote } from '../../routes/selection/candidates';
import { checkSeal } from '../../selection-rules';
import type { FormContext, FormDefinition } from '../form';
import { said } from '../needs-field';
import { printIn } from '../newer';
import { type FieldPlan, figure, given, one, printField, type Typed } from '../plan';
import { namedCandidate } from './named-candidate';

/** What a candidate asks for, with the costs that quotes like to leave out; behind `?of=` whose it is. */
export const quoteForm: FormDefinition = {
  act: 'edit',
  place: 'selection',
  fields: async (context) => {
    await checkSeal(context.db, context.row.id);
    const { candidate, name } = await namedCandidate(context);
    return [
      printField(printOf(candidate.quote)),
      ...priceFields(context, { quote: offeredOf(candidate), name }),
      ...hiddenFields(context, offeredOf(candidate)),
      ...restFields(context, candidate.quote),
    ];
  },
  take: async (deps, { context, typed, call }) => {
    const { candidate } = await namedCandidate(context);
    const body = parseWith(QuoteBody, wantedIn(typed), 'INVALID_FIELDS');
    return recordQuote(deps, { ...call, params: { id: context.row.id, cid: candidate.id }, body }, printIn(typed));
  },
};

type Amounts = Pick<StoredQuote, 'oneOff' | 'annual' | 'hiddenCosts'>;
/** As it was offered, which may have been in another currency. */
const offeredOf = ({ quote }: Pick<Candidate, 'quote'>): Amounts | null => quote?.offered ?? quote;

const say = ({ locale }: FormContext, key: string): string => translate(locale, `form.quote.${key}`);
const sum = { kind: 'figure', most: 20 } as const;

const priceFields = (
  context: FormContext,
  { quote, name }: { readonly quote: Amounts | null; readonly name: string },
): readonly FieldPlan[] => [
  {
    ...{ name: 'currency', kind: 'line', label: say(context, 'currency'), hint: say(context, 'currency-hint') },
    ...{ heading: name, required: true, most: 3, value: quote?.annual.currency ?? context.row.currency },
  },
  { ...sum, name: 'oneOff', label: say(context, 'one-off'), required: true, value: quote?.oneOff.amount ?? '' },
  { ...sum, name: 'annual', label: say(context, 'annual'), required: true, value: quote?.annual.amount ?? '' },
];

const hiddenFields = (context: FormContext, quote: Amounts | null): readonly FieldPlan[] =>
  HIDDEN_COSTS.map((key, index) => ({
    ...{ ...sum, name: `hiddenCosts.${key}`, label: labelOf(context.locale, 'comparison-row', key) },
    ...(index === 0 && { heading: say(context, 'hidden'), hint: say(context, 'hidden-hint') }),
    value: quote?.hiddenCosts[key]?.amount ?? '',
  }));

const restFields = (context: FormContext, quote: StoredQuote | null): readonly FieldPlan[] => [
  {
    ...{ ...sum, name: 'years', label: say(context, 'years'), heading: say(context, 'terms'), required: true },
    value: quote?.years.toString() ?? '',
  },
  { name: 'validUntil', kind: 'day', label: say(context, 'valid-until'), most: 10, value: quote?.validUntil ?? '' },
  {
    ...{ name: 'rateOn', kind: 'day', label: say(context, 'rate-on'), hint: say(context, 'rate-on-hint'), most: 10 },
    value: quote?.offered?.on ?? '',
  },
  { name: 'assumptions', kind: 'text', label: say(context, 'assumptions'), value: quote?.assumptions ?? '' },
];

/** A line of the check list that was left empty has not been answered. */
function wantedIn(typed: Typed) {
  const currency = one(typed, 'currency').toUpperCase();
  const money = (name: string) => ({ amount: one(typed, name), currency });
  const hiddenCost = (name: string) => (said(typed, name) === undefined ? null : money(name));
  return {
    oneOff: money('oneOff'),
    annual: money('annual'),
    years: figure(one(typed, 'years')),
    hiddenCosts: Object.fromEntries(HIDDEN_COSTS.map((key) => [key, hiddenCost(`hiddenCosts.${key}`)])),
    ...given('validUntil', one(typed, 'validUntil')),
    ...given('rateOn', one(typed, 'rateOn')),
    ...given('assumptions', one(typed, 'assumptions')),
  };
}
