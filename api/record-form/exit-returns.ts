import { DomainError, type Issue } from '../../domain/errors';
import { RETURN_KINDS, type ReturnItem, ReturnList } from '../../domain/exit/return-schema';
import { Key } from '../../domain/shapes';
import { openReturns } from '../../domain/exit/returns';
import { returnsOf } from '../../db/stores/exit-returns';
import { labelOf, translate } from '../../templates/catalog';
import { parseWith } from '../parse';
import { etagOf, staleRecord } from '../precondition';
import { recordReturns } from '../routes/exit-returns';
import type { FormContext, FormDefinition } from './form';
import { versionIn } from './newer';
import { type FieldPlan, figure, one, type Typed, versionField } from './plan';

/** Things that the form has room for beside those on the list. */
const MORE = 3;
type Part = 'title' | 'kind' | 'holder' | 'count';
/** A field is named by its thing and not by its line: lines move while the form is open. */
const fieldOf = (id: string, part: Part): string => `items.${id}.${part}`;

/** What the vendor has of ours; what has come back or is lost is no longer asked about. */
export const exitReturnsForm: FormDefinition = {
  act: 'edit',
  place: { page: '/exit', part: 'returns' },
  fields: async (context) => {
    const { open, version } = await knownOf(context);
    return [
      versionField(version),
      ...idsOf(open).flatMap((id, place) => itemFields({ id, place, item: open[place] }, context)),
      ...goneIds(context, open).flatMap((id) => goneFields(id, context)),
    ];
  },
  take: async (deps, { context, typed, call }) => {
    const known = await knownOf(context);
    // What the form says of each thing is about the list that it was drawn from.
    if (versionIn(typed) !== known.version) throw staleRecord();
    const ifMatch = etagOf(known.version).etag;
    const body = parseRows(rowsIn(typed, known, goneIds(context, known.open)));
    return recordReturns(deps, { ...call, ifMatch, params: { id: context.row.id }, body });
  },
};

interface Known {
  readonly all: readonly ReturnItem[];
  readonly open: readonly ReturnItem[];
}

async function knownOf({ db, row }: FormContext): Promise<Known & { readonly version: number }> {
  const stored = await returnsOf(db, row.id);
  const all = stored?.items ?? [];
  return { all, open: openReturns(all), version: stored?.version ?? 0 };
}

/** What is on the list by its key, and room for more; no key begins with `+`. */
const idsOf = (open: readonly ReturnItem[]): readonly string[] => [
  ...open.map(({ key }) => key),
  ...Array.from({ length: MORE }, (_, index) => `+${index + 1}`),
];

/** Things that were sent and are no longer on the list: what was typed of them stays to be read. */
const goneIds = ({ sent }: FormContext, open: readonly ReturnItem[]): readonly string[] =>
  sent
    .flatMap((field) => /^items\.([^.]+)\.title$/.exec(field)?.[1] ?? [])
    .filter((id) => Key.safeParse(id).success && !open.some(({ key }) => key === id));

function goneFields(id: string, context: FormContext): readonly FieldPlan[] {
  const heading = translate(context.locale, 'form.exit-returns.gone');
  return itemFields({ id, place: 0, item: undefined }, context).map((field, index) => ({
    ...field,
    ...(index === 0 && { heading, hint: translate(context.locale, 'form.exit-returns.gone-hint') }),
  }));
}

interface Line {
  readonly id: string;
  readonly place: number;
  readonly item: ReturnItem | undefined;
}

function itemFields({ id, place, item }: Line, { locale }: FormContext): readonly FieldPlan[] {
  const say = (key: string): string => translate(locale, `form.exit-returns.${key}`);
  return [
    {
      name: fieldOf(id, 'title'),
      kind: 'line',
      label: say('thing'),
      heading: translate(locale, 'form.exit-returns.heading', { place: place + 1 }),
      most: 200,
      value: item?.title ?? '',
    },
    {
      name: fieldOf(id, 'kind'),
      kind: 'choice',
      label: say('kind'),
      options: RETURN_KINDS.map((value) => ({ value, text: labelOf(locale, 'return-kind', value) })),
      value: item?.kind ?? 'account',
    },
    { name: fieldOf(id, 'holder'), kind: 'line', label: say('holder'), most: 200, value: item?.holder ?? '' },
    {
      name: fieldOf(id, 'count'),
      kind: 'figure',
      label: say('count'),
      most: 7,
      value: String(item?.count ?? 1),
    },
  ];
}

interface Row {
  readonly id: string;
  readonly thing: Readonly<Record<string, unknown>>;
}

/**
 * Whatever has a name or a holder; a thing that is new gets a key of its own. What has come back or is lost by now is no
 * longer listed, whatever the form says of it.
 */
function rowsIn(typed: Typed, { all, open }: Known, gone: readonly string[]): readonly Row[] {
  const taken = new Set(all.map(({ key }) => key));
  let last = 0;
  const newKey = (): string => {
    do last += 1;
    while (taken.has(`item-${last}`));
    return `item-${last}`;
  };
  return [...idsOf(open), ...gone.filter((id) => !taken.has(id))]
    .map((id) => ({ id, title: one(typed, fieldOf(id, 'title')), holder: one(typed, fieldOf(id, 'holder')) }))
    .filter(({ title, holder }) => title !== '' || holder !== '')
    .map(({ id, title, holder }) => {
      const kind = one(typed, fieldOf(id, 'kind'));
      const count = figure(one(typed, fieldOf(id, 'count')));
      return { id, thing: { key: id.startsWith('+') ? newKey() : id, kind, title, holder, count: count ?? 1 } };
    });
}

/** Each fault at the place on the form that it is about. */
function parseRows(rows: readonly Row[]): ReturnList {
  try {
    return parseWith(
      ReturnList,
      rows.map(({ thing }) => thing),
      'INVALID_FIELDS',
    );
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError(
      error.code,
      error.message,
      error.errors.map((issue) => placed(issue, rows)),
    );
  }
}

const placed = ({ path, message }: Issue, rows: readonly Row[]): Issue => ({
  path: path.replace(/^\d+/, (index) => `items.${rows[Number(index)]?.id ?? index}`),
  message,
});
