import { DomainError, type Issue } from '../../../domain/errors';
import type { Vendor } from '../../../domain/vendor/vendor-schema';
import type { Db } from '../../../db/knex';
import { findVendors, vendorsByName, vendorsCalled } from '../../../db/stores/vendor-master';
import { translate } from '../../../templates/catalog';
import type { FormContext } from '../form';
import { type FieldPlan, linesIn, type Typed } from '../plan';

/** More than this nobody looks through. */
const SHOWN = 500;
/** Those beyond are named. */
const NAMED = 'namedVendors';
const MOST_TEXT = 10_000;

interface Wanted {
  readonly takesPart: (vendor: Vendor) => boolean;
  /** Stand there whatever became of them. */
  readonly chosen?: readonly string[];
}

interface Choice {
  readonly options: NonNullable<FieldPlan['options']>;
  /** Where there are more than are offered, a field for their names. */
  readonly named: readonly FieldPlan[];
}

/** The first vendors by name, in the order of the reader's language. */
export async function vendorChoice(
  context: Pick<FormContext, 'db' | 'locale'>,
  { takesPart, chosen = [] }: Wanted,
): Promise<Choice> {
  const { db, locale } = context;
  const found = await vendorsByName(db, SHOWN + 1);
  const shown = found.slice(0, SHOWN);
  const others = await findVendors(
    db,
    chosen.filter((id) => !shown.some((vendor) => vendor.id === id)),
  );
  const { compare } = new Intl.Collator(locale);
  const options = [...others, ...shown]
    .filter((vendor) => chosen.includes(vendor.id) || takesPart(vendor))
    .map(({ id, name }) => ({ value: id, text: name }))
    .sort((one, other) => compare(one.text, other.text));
  return { options, named: found.length > SHOWN ? [namedField(context)] : [] };
}

const namedField = ({ locale }: Pick<FormContext, 'locale'>): FieldPlan => ({
  ...{ name: NAMED, kind: 'text', most: MOST_TEXT },
  label: translate(locale, 'form.vendors-named'),
  hint: translate(locale, 'form.vendors-named-hint', { shown: SHOWN }),
});

/** The vendors that were named, each by its whole name or its number in a register; every line that is none is told. */
export async function namedVendors(db: Db, typed: Typed): Promise<readonly string[]> {
  const lines = linesIn(typed, NAMED);
  if (lines.length === 0) return [];
  const known = await vendorsCalled(db, lines);
  const found = lines.map((line) => known.filter((vendor) => isCalled(vendor, line)));
  const errors = found.flatMap(({ length }, index): readonly Issue[] => {
    if (length === 1) return [];
    const message = length === 0 ? 'is the name of no vendor' : 'is the name of several vendors: give its number';
    return [{ path: `${NAMED}.${index}`, message }];
  });
  if (errors.length > 0) throw new DomainError('INVALID_FIELDS', 'Some vendors are not known.', errors);
  return found.flat().map(({ id }) => id);
}

const isCalled = ({ name, uscc, lei }: Vendor, line: string): boolean =>
  [name, uscc, lei].some((one) => one?.toLowerCase() === line.toLowerCase());
