import { DomainError, type Issue } from '../../domain/errors';
import { RETURN_KINDS, type ReturnItem, ReturnList } from '../../domain/exit/return-schema';
import { openReturns } from '../../domain/exit/returns';
import { returnsOf } from '../../db/stores/exit-returns';
import { labelOf, translate } from '../../templates/catalog';
import { parseWith } from '../parse';
import { etagOf } from '../precondition';
import { recordReturns } from '../routes/exit-returns';
import type { FormContext, FormDefinition } from './form';
import { type FieldPlan, figure, one, type Typed } from './plan';

/** Things that the form has room for beside those on the list. */
const MORE = 3;
type Part = 'title' | 'kind' | 'holder' | 'count';
const fieldOf = (place: number, part: Part): string => `items.${place}.${part}`;

/** What the vendor has of ours; what has come back or is lost is no longer asked about. */
export const exitReturnsForm: FormDefinition = {
  act: 'edit',
  page: '/exit',
  anchor: 'returns',
  fields: async (context) => {
    const { open, version } = await knownOf(context);
    return [
      { name: 'version', kind: 'hidden', label: '', value: String(version) },
      ...placesOf(open).flatMap((place) => itemFields(place, context, open[place])),
    ];
  },
  take: async (deps, { context, typed, call }) => {
    const known = await knownOf(context);
    // The places on the form are those of the list that it was drawn from.
    if (one(typed, 'version') !== String(known.version))
      throw new DomainError('PRECONDITION_FAILED', 'Somebody has changed this since it was read; read it again.');
    const ifMatch = known.version === 0 ? null : etagOf(known.version).etag;
    const body = parseRows(rowsIn(typed, known));
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

const placesOf = (open: readonly ReturnItem[]): readonly number[] =>
  Array.from({ length: open.length + MORE }, (_, place) => place);

function itemFields(place: number, { locale }: FormContext, item: ReturnItem | undefined): readonly FieldPlan[] {
  const say = (key: string): string => translate(locale, `form.exit-returns.${key}`);
  return [
    {
      name: fieldOf(place, 'title'),
      kind: 'line',
      label: say('thing'),
      heading: translate(locale, 'form.exit-returns.heading', { place: place + 1 }),
      most: 200,
      value: item?.title ?? '',
    },
    {
      name: fieldOf(place, 'kind'),
      kind: 'choice',
      label: say('kind'),
      options: RETURN_KINDS.map((value) => ({ value, text: labelOf(locale, 'return-kind', value) })),
      value: item?.kind ?? 'account',
    },
    { name: fieldOf(place, 'holder'), kind: 'line', label: say('holder'), most: 200, value: item?.holder ?? '' },
    {
      name: fieldOf(place, 'count'),
      kind: 'figure',
      label: say('count'),
      most: 7,
      value: String(item?.count ?? 1),
    },
  ];
}

interface Row {
  readonly place: number;
  readonly thing: Readonly<Record<string, unknown>>;
}

/** Whatever has a name or a holder; a thing that is new gets a key of its own. */
function rowsIn(typed: Typed, { all, open }: Known): readonly Row[] {
  const taken = new Set(all.map(({ key }) => key));
  let last = 0;
  const newKey = (): string => {
    do last += 1;
    while (taken.has(`item-${last}`));
    return `item-${last}`;
  };
  return placesOf(open)
    .map((place) => ({
      place,
      title: one(typed, fieldOf(place, 'title')),
      holder: one(typed, fieldOf(place, 'holder')),
    }))
    .filter(({ title, holder }) => title !== '' || holder !== '')
    .map(({ place, title, holder }) => {
      const kind = one(typed, fieldOf(place, 'kind'));
      const count = figure(one(typed, fieldOf(place, 'count')));
      return { place, thing: { key: open[place]?.key ?? newKey(), kind, title, holder, count: count ?? 1 } };
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
  path: path.replace(/^\d+/, (index) => `items.${rows[Number(index)]?.place ?? index}`),
  message,
});
