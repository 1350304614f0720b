import { DomainError } from '../../domain/errors';
import { LOCALES } from '../../domain/people/people';
import { COUNTRIES } from '../../domain/vendor/countries';
import {
  NewVendor,
  type Vendor,
  VENDOR_STATUSES,
  VENDOR_TIERS,
  type VendorPatch,
} from '../../domain/vendor/vendor-schema';
import type { Db } from '../../db/knex';
import { translate } from '../../templates/catalog';
import { formatCountry } from '../../templates/format';
import { zonesWith } from '../admin/person-fields';
import { openChoice, optionsOf } from '../record-form/needs-field';
import { peopleOptions } from '../record-form/person-field';
import { type FieldPlan, one, type Typed } from '../record-form/plan';
import { namedVendors, vendorChoice } from '../record-form/selection/vendor-choice';
import type { VendorContext } from './form';

type Words = Pick<VendorContext, 'db' | 'locale' | 'person'>;

/** What a vendor is where nobody says otherwise. */
const { country: COUNTRY, status: STATUS, locale: LOCALE } = NewVendor.parse({ name: '-' });

/** The fields of a vendor, with what stands in them now; those of a new one where there is none yet. */
export const vendorFields = async (context: Words, before: Vendor | null): Promise<readonly FieldPlan[]> => [
  ...companyFields(context, before),
  ...(await parentFields(context, before)),
  ...(await standingFields(context, before)),
  ...contactFields(context, before),
];

const say = ({ locale }: Pick<Words, 'locale'>, key: string): string => translate(locale, `vendor-field.${key}`);

const lineOf = (context: Words, name: string, part: Partial<FieldPlan>): FieldPlan => ({
  ...{ name, kind: 'line', label: say(context, name), most: 200 },
  ...part,
});

const companyFields = (context: Words, before: Vendor | null): readonly FieldPlan[] => [
  lineOf(context, 'name', { required: true, value: before?.name ?? '' }),
  lineOf(context, 'country', {
    ...{ kind: 'choice', required: true, options: countryOptions(context), value: before?.country ?? COUNTRY },
  }),
  lineOf(context, 'uscc', { half: true, hint: say(context, 'uscc-hint'), most: 30, value: before?.uscc ?? '' }),
  lineOf(context, 'lei', { half: true, hint: say(context, 'lei-hint'), most: 30, value: before?.lei ?? '' }),
];

/** By their names, as the reader's language sorts them. */
function countryOptions({ locale }: Words): NonNullable<FieldPlan['options']> {
  const { compare } = new Intl.Collator(locale);
  return [...COUNTRIES]
    .map((value) => ({ value, text: `${formatCountry(value, locale)} · ${value}` }))
    .sort((a, b) => compare(a.text, b.text));
}

async function parentFields(context: Words, before: Vendor | null): Promise<readonly FieldPlan[]> {
  const { options, named } = await vendorChoice(context, {
    takesPart: ({ id }) => id !== before?.id,
    chosen: before?.parentId ? [before.parentId] : [],
  });
  const choice = { options, value: before?.parentId ?? undefined };
  return [
    { ...openChoice('parentId', say(context, 'parentId'), choice), hint: say(context, 'parentId-hint') },
    ...named,
  ];
}

async function standingFields(context: Words, before: Vendor | null): Promise<readonly FieldPlan[]> {
  const owner = before === null ? context.person.id : before.ownerId;
  const options = await peopleOptions(context, owner === null ? [] : [owner]);
  const label = say(context, 'ownerId');
  return [
    lineOf(context, 'status', {
      ...{ kind: 'choice', heading: say(context, 'standing'), required: true },
      ...{ options: optionsOf(VENDOR_STATUSES, 'vendor-status', context), value: before?.status ?? STATUS },
    }),
    ...(before ? [lineOf(context, 'reason', { kind: 'text', most: 10_000, hint: say(context, 'reason-hint') })] : []),
    {
      ...openChoice('tier', say(context, 'tier'), {
        options: optionsOf(VENDOR_TIERS, 'vendor-tier', context),
        value: before?.tier ?? undefined,
      }),
      half: true,
    },
    owner === null
      ? { ...openChoice('ownerId', label, { options, value: undefined }), half: true }
      : lineOf(context, 'ownerId', { kind: 'choice', half: true, required: true, options, value: owner }),
  ];
}

const contactFields = (context: Words, before: Vendor | null): readonly FieldPlan[] => [
  lineOf(context, 'contactName', { half: true, heading: say(context, 'contact'), value: before?.contactName ?? '' }),
  lineOf(context, 'contactEmail', {
    ...{ most: 254, half: true, hint: say(context, 'contactEmail-hint') },
    value: before?.contactEmail ?? '',
  }),
  lineOf(context, 'locale', {
    ...{ kind: 'choice', half: true, required: true, options: optionsOf(LOCALES, 'language', context) },
    value: before?.locale ?? LOCALE,
  }),
  {
    ...openChoice('timeZone', say(context, 'timeZone'), {
      options: zonesWith(before?.timeZone ?? 'UTC').map((value) => ({ value, text: value.replaceAll('_', ' ') })),
      value: before?.timeZone ?? undefined,
    }),
    half: true,
    hint: say(context, 'timeZone-hint'),
  },
];

/** What was typed, as `POST /vendors` takes it; what was left empty is not known. */
export async function vendorIn(db: Db, typed: Typed) {
  return {
    name: one(typed, 'name'),
    country: one(typed, 'country'),
    uscc: numberIn(typed, 'uscc'),
    lei: numberIn(typed, 'lei'),
    parentId: await parentIn(db, typed),
    status: one(typed, 'status'),
    tier: one(typed, 'tier') || null,
    ...(one(typed, 'ownerId') !== '' && { ownerId: one(typed, 'ownerId') }),
    contactName: one(typed, 'contactName') || null,
    contactEmail: one(typed, 'contactEmail') || null,
    locale: one(typed, 'locale'),
    timeZone: one(typed, 'timeZone') || null,
  };
}
type Wanted = Awaited<ReturnType<typeof vendorIn>>;

/** A number of a register, however it was set apart. */
const numberIn = (typed: Typed, name: string): string | null =>
  one(typed, name).replace(/\s/g, '').toUpperCase() || null;

/** Chosen, or named where there are more vendors than are offered. */
async function parentIn(db: Db, typed: Typed): Promise<string | null> {
  const chosen = [one(typed, 'parentId'), ...(await namedVendors(db, typed))].filter(Boolean);
  if (new Set(chosen).size > 1)
    throw new DomainError('INVALID_FIELDS', 'One parent at a time.', [{ path: 'parentId', message: 'must be one' }]);
  return chosen[0] ?? null;
}

/** What the form says otherwise than the record, as `PATCH /vendors/{id}` takes it before it is read. */
export function vendorChanges(
  wanted: Wanted,
  before: Vendor,
  reason: string,
): Record<keyof VendorPatch, unknown> | object {
  const changed = Object.entries(wanted).filter(([name, value]) => value !== presentOf(before, name));
  const isOtherStatus = changed.some(([name]) => name === 'status');
  if (reason !== '' && !isOtherStatus)
    throw new DomainError('INVALID_FIELDS', 'The status stays as it is.', [
      { path: 'reason', message: 'is told where the status changes: it stays as it is' },
    ]);
  return { ...Object.fromEntries(changed), ...(reason !== '' && { reason }) };
}

const presentOf = (vendor: Vendor, name: string): unknown => Object.entries(vendor).find(([key]) => key === name)?.[1];
