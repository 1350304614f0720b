import { DomainError } from '../../domain/errors';
import type { Locale } from '../../domain/people/people';
import { Absence } from '../../domain/people/schema';
import { translate } from '../../templates/catalog';
import { parseWith } from '../parse';
import { staleRecord } from '../precondition';
import { all, type FieldPlan, one, type Typed } from '../record-form/plan';
import { absenceKey } from './absence-rows';

export interface AbsenceChoices {
  readonly locale: Locale;
  /** Titles of policies by their keys. */
  readonly policies: ReadonlyMap<string, string>;
  /** The absence that is changed, with the address of the substitute; null for a new one. */
  readonly present: { readonly absence: Absence; readonly email: string } | null;
}

export function absenceFields({ locale, policies, present }: AbsenceChoices): readonly FieldPlan[] {
  const say = (key: string): string => translate(locale, `absences.${key}`);
  const absence = present?.absence;
  return [
    { name: 'of', kind: 'hidden', label: '', value: absence ? absenceKey(absence) : '' },
    { name: 'from', kind: 'day', label: say('from'), required: true, most: 10, value: absence?.from ?? '' },
    { name: 'to', kind: 'day', label: say('to'), required: true, most: 10, value: absence?.to ?? '' },
    {
      name: 'substituteId',
      kind: 'person',
      label: say('substitute'),
      hint: say('substitute-hint'),
      required: true,
      most: 254,
      value: present?.email ?? '',
    },
    {
      name: 'includePending',
      kind: 'tick',
      label: say('pending'),
      value: (absence?.includePending ?? true) ? '1' : '',
    },
    {
      name: 'policyKeys',
      kind: 'ticks',
      label: say('policies'),
      options: [...policies].map(([value, text]) => ({ value, text })),
      value: absence?.policyKeys ?? [],
    },
  ];
}

/** What was typed; nothing ticked is every policy. */
export function absenceIn(typed: Typed, idOf: (email: string) => string): Absence {
  const policyKeys = all(typed, 'policyKeys').filter(Boolean);
  return parseWith(
    Absence,
    {
      from: one(typed, 'from'),
      to: one(typed, 'to'),
      substituteId: idOf(one(typed, 'substituteId')),
      ...(policyKeys.length > 0 && { policyKeys }),
      includePending: one(typed, 'includePending') !== '',
    },
    'INVALID_FIELDS',
  );
}

/** The list with one absence in place of another, or added, always the last in it: what is wrong is about its end. */
export const withAbsence = (present: readonly Absence[], of: string, absence: Absence): readonly Absence[] => [
  ...withoutAbsence(present, of),
  absence,
];

export function withoutAbsence(present: readonly Absence[], of: string): readonly Absence[] {
  const others = present.filter((one) => absenceKey(one) !== of);
  if (of !== '' && others.length === present.length) throw staleRecord();
  return others;
}

/** The form shows one absence: of what is said about the list, what is about that one. */
export const aboutOne = ({ code, message, errors }: DomainError): DomainError =>
  new DomainError(
    code,
    message,
    errors.map(({ path, message: text }) => ({ path: path.replace(/^\d+\./, ''), message: text })),
  );
