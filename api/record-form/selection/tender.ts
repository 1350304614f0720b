import { DomainError } from '../../../domain/errors';
import { TenderBody, type TenderItem } from '../../../domain/tender/schema';
import { barIssues } from '../../../domain/vendor/status';
import type { Vendor } from '../../../domain/vendor/vendor-schema';
import { tenderOf } from '../../../db/stores/tenders';
import { translate } from '../../../templates/catalog';
import { printOf } from '../../drawn-from';
import { parseWith } from '../../parse';
import { defineTender } from '../../routes/tender/setup';
import type { FormContext, FormDefinition } from '../form';
import { atPlace, listFields, type ListPlan, type ListRow, rowsIn } from '../form-list';
import { momentField, momentIn } from '../moment-field';
import { openChoice, optionsOf } from '../needs-field';
import { printIn } from '../newer';
import { all, type FieldPlan, figure, given, one, printField, type Typed } from '../plan';
import { namedVendors, vendorChoice } from './vendor-choice';

const ITEMS = 'items';

/** What vendors are invited to bid on; once it is published a change is told to all of them. */
export const tenderForm: FormDefinition = {
  act: 'edit',
  place: { page: '/tender', part: 'terms' },
  fields: async (context) => {
    const body = await bodyOf(context);
    return [
      printField(printOf(body)),
      ...(await whenFields(context, body)),
      ...listFields(itemList(context), body?.items ?? [], context),
    ];
  },
  take: async (deps, { context, typed, call }) => {
    const before = await bodyOf(context);
    const rows = rowsIn(typed, { name: ITEMS });
    try {
      const named = await namedVendors(context.db, typed);
      const wanted = wantedIn(typed, { rows, before, zone: context.row.time_zone, named });
      const body = parseWith(TenderBody, wanted, 'INVALID_FIELDS');
      return await defineTender(deps, { ...call, params: { id: context.row.id }, body }, printIn(typed));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const errors = error.errors.map((issue) => atPlace(issue, [{ name: ITEMS, rows }]));
      throw new DomainError(error.code, error.message, errors);
    }
  },
};

const bodyOf = async ({ db, row }: FormContext): Promise<TenderBody | null> =>
  (await tenderOf(db, row.id))?.body ?? null;

const say = ({ locale }: FormContext, key: string): string => translate(locale, `form.tender.${key}`);
const at = (moment: string | undefined): number | null => (moment === undefined ? null : Date.parse(moment));

const mayBeInvited = (vendor: Vendor): boolean => barIssues(vendor).length === 0 && vendor.contactEmail !== null;

async function whenFields(context: FormContext, body: TenderBody | null): Promise<readonly FieldPlan[]> {
  const zone = context.row.time_zone;
  const invited = body?.invited ?? [];
  // Those who are invited stay to be seen, whatever became of them.
  const { options, named } = await vendorChoice(context, { takesPart: mayBeInvited, chosen: invited });
  return [
    { name: 'introduction', kind: 'text', label: say(context, 'introduction'), value: body?.introduction ?? '' },
    {
      ...momentField('questionsUntil', say(context, 'questions-until'), { value: at(body?.questionsUntil), zone }),
      required: true,
    },
    { ...momentField('closeAt', say(context, 'close-at'), { value: at(body?.closeAt), zone }), required: true },
    {
      ...{ name: 'lateBids', kind: 'choice', label: translate(context.locale, 'tender.late-bids'), required: true },
      ...{ options: optionsOf(['accept', 'refuse'], 'late-bids', context), value: body?.lateBids ?? 'accept' },
    },
    { name: 'tellRank', kind: 'tick', label: say(context, 'tell-rank'), value: body?.tellRank === true ? '1' : '' },
    { name: 'invited', kind: 'ticks', label: say(context, 'invited'), options, value: invited },
    ...named,
  ];
}

const itemList = (context: FormContext): ListPlan<TenderItem> => ({
  name: ITEMS,
  most: 100,
  heading: (place) => translate(context.locale, 'form.tender.item', { place }),
  parts: (known) => [
    { name: 'title', kind: 'line', label: say(context, 'item-title'), most: 200, value: known?.title ?? '' },
    { name: 'description', kind: 'text', label: say(context, 'item-text'), value: known?.description ?? '' },
    {
      ...{ name: 'quantity', kind: 'figure', label: say(context, 'quantity'), most: 20 },
      value: known?.quantity.toString() ?? '',
    },
    { name: 'unit', kind: 'line', label: say(context, 'unit'), most: 40, value: known?.unit ?? '' },
    openChoice('charge', say(context, 'charge'), {
      options: optionsOf(['oneOff', 'annual'], 'charge', context),
      value: known?.charge,
    }),
  ],
});

interface Sent {
  readonly rows: readonly ListRow[];
  readonly before: TenderBody | null;
  readonly zone: string;
  readonly named: readonly string[];
}

/** How our own people work is not on the form and stays. */
function wantedIn(typed: Typed, { rows, before, zone, named }: Sent) {
  const moment = (name: 'questionsUntil' | 'closeAt') =>
    momentIn(one(typed, name), { before: before?.[name] ?? null, zone });
  return {
    ...given('introduction', one(typed, 'introduction')),
    items: itemsIn(rows, before?.items ?? []),
    questionsUntil: moment('questionsUntil'),
    closeAt: moment('closeAt'),
    invited: [...new Set([...all(typed, 'invited'), ...named])],
    lateBids: one(typed, 'lateBids'),
    ...((one(typed, 'tellRank') === '1' || before?.tellRank !== undefined) && {
      tellRank: one(typed, 'tellRank') === '1',
    }),
    ...(before?.ours && { ours: before.ours }),
  };
}

/** Bids name an item by its key: one that stands in its place keeps it, a new one gets its own. */
function itemsIn(rows: readonly ListRow[], before: readonly TenderItem[]) {
  const taken = new Set(before.map(({ key }) => key));
  let last = 0;
  const newKey = (): string => {
    do last += 1;
    while (taken.has(`item-${last}`));
    return `item-${last}`;
  };
  return rows.map(({ place, text }) => ({
    key: before[place]?.key ?? newKey(),
    title: text('title'),
    ...given('description', text('description')),
    quantity: figure(text('quantity')),
    unit: text('unit'),
    charge: text('charge'),
  }));
}
