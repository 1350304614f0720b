import { LOCALES, type Locale, type Person, ROLES } from '../../domain/people/people';
import type { Department } from '../../domain/people/schema';
import { labelOf, translate } from '../../templates/catalog';
import type { LabelledText } from '../../templates/people-page-data';
import { all, type FieldPlan, one, type Typed } from '../record-form/plan';

/** What the form of a person offers. */
export interface PersonChoices {
  readonly locale: Locale;
  readonly departments: readonly Department[];
  /** Of the manager that the person has now. */
  readonly manager: { readonly name: string; readonly email: string } | null;
}

type Values = Pick<Person, 'name' | 'email' | 'roles' | 'locale' | 'timeZone' | 'departmentId' | 'digest'>;

/** The fields of a person, with what stands in them now. */
export function personFields(person: Values, choices: PersonChoices): readonly FieldPlan[] {
  const say = (name: string): string => translate(choices.locale, `person-field.${name}`);
  const hint = (name: string): string => translate(choices.locale, `person-hint.${name}`);
  const field = (name: string, part: Omit<FieldPlan, 'name' | 'label'>): FieldPlan => ({
    name,
    label: say(name),
    ...part,
  });
  return [
    field('name', { kind: 'line', required: true, most: 200, value: person.name }),
    field('email', { kind: 'line', required: true, most: 254, value: person.email }),
    field('roles', { kind: 'ticks', options: roleOptions(choices.locale), value: person.roles }),
    field('managerId', { kind: 'person', hint: hint('managerId'), most: 254, value: choices.manager?.email ?? '' }),
    field('departmentId', {
      kind: 'choice',
      options: departmentOptions(person, choices),
      value: person.departmentId ?? '',
    }),
    field('locale', {
      kind: 'choice',
      options: LOCALES.map((value) => ({ value, text: labelOf(choices.locale, 'language', value) })),
      value: person.locale,
    }),
    field('timeZone', {
      kind: 'choice',
      hint: hint('timeZone'),
      options: zonesWith(person.timeZone).map((value) => ({ value, text: value.replaceAll('_', ' ') })),
      value: person.timeZone,
    }),
    field('digest', { kind: 'tick', value: person.digest ? '1' : '' }),
  ];
}

const roleOptions = (locale: Locale) => ROLES.map((value) => ({ value, text: labelOf(locale, 'role', value) }));

/** None, those that there are, and the one that the person is in even if nobody keeps it any more. */
function departmentOptions({ departmentId }: Values, { departments, locale }: PersonChoices) {
  const known = departments.map(({ id, name }) => ({ value: id, text: name }));
  const isKnown = departmentId === null || known.some(({ value }) => value === departmentId);
  const own = isKnown ? [] : [{ value: departmentId, text: departmentId }];
  return [{ value: '', text: translate(locale, 'person-field.no-department') }, ...known, ...own];
}

export const zonesWith = (own: string): readonly string[] =>
  [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), own])].sort();

/** What was typed, as `POST /users` takes it. */
export const personIn = (typed: Typed, idOf: (email: string) => string) => ({
  name: one(typed, 'name'),
  email: one(typed, 'email'),
  roles: all(typed, 'roles'),
  managerId: one(typed, 'managerId') === '' ? null : idOf(one(typed, 'managerId')),
  departmentId: one(typed, 'departmentId') || null,
  locale: one(typed, 'locale'),
  timeZone: one(typed, 'timeZone'),
  digest: one(typed, 'digest') !== '',
});

/** A person in words, by the names of the fields. */
export function personWords(person: Person, choices: PersonChoices): Readonly<Record<string, LabelledText>> {
  const { locale, manager, departments } = choices;
  const department = departments.find(({ id }) => id === person.departmentId)?.name ?? person.departmentId;
  const texts: Readonly<Record<string, string>> = {
    name: person.name,
    email: person.email,
    roles: person.roles.map((role) => labelOf(locale, 'role', role)).join(' · '),
    managerId: manager ? `${manager.name} · ${manager.email}` : '',
    departmentId: department ?? '',
    locale: labelOf(locale, 'language', person.locale),
    timeZone: person.timeZone,
    digest: translate(locale, person.digest ? 'word.yes' : 'word.no'),
  };
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [
      name,
      { label: translate(locale, `person-field.${name}`), text: text || '–' },
    ]),
  );
}
