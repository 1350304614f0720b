import { CHANNELS, CommunicationPlan, type CommunicationPlanView, MOST_CONTACTS, MOST_RUNGS } from '../../domain/communication/schema'; // prettier-ignore
import { TeamRole } from '../../domain/engagement/team-schema';
import { DomainError, type Issue } from '../../domain/errors';
import { SIDES } from '../../domain/issue/words';
import type { Locale } from '../../domain/people/people';
import { communicationPlan } from '../../db/read/communication-plan';
import { knownLabel, labelOf, translate } from '../../templates/catalog';
import { parseWith } from '../parse';
import { etagOf } from '../precondition';
import { recordPlan } from '../routes/communication';
import type { FormContext, FormDefinition } from './form';
import { atPlace, listFields, type ListPlan, type ListRow, rowsIn } from './form-list';
import { openChoice, optionsOf } from './needs-field';
import { versionIn } from './newer';
import { peopleOptions } from './person-field';
import { all, type FieldPlan, figure, given, one, type Typed, versionField } from './plan';

type Plan = CommunicationPlanView['plan'];
type Options = NonNullable<FieldPlan['options']>;

const CADENCES = ['weekly', 'monthly', 'days'] as const;

/** How often both sides talk, by what, who with whom, and who is next when it does not help. */
export const communicationForm: FormDefinition = {
  act: 'edit',
  place: { page: '/follow-up', part: 'communication' },
  fields: async (context) => {
    const { plan, version } = await communicationPlan(context.db, context.row);
    const people = await peopleOptions(
      context,
      plan.escalation.flatMap(({ personId }) => personId ?? []),
    );
    return [
      versionField(version),
      ...cadenceFields(plan, context),
      ...listFields(contactList(context), plan.contacts, context),
      ...listFields(ladder(context, people), plan.escalation, context),
    ];
  },
  take: async (deps, { context, typed, call }) => {
    const [contacts, escalation] = [rowsIn(typed, { name: 'contacts' }), rowsIn(typed, { name: 'escalation' })];
    const wanted = {
      cadence: cadenceIn(typed),
      channels: all(typed, 'channels'),
      contacts: contacts.map((row) => contactIn(row, context.locale)),
      escalation: escalation.map(rungIn),
    };
    try {
      const body = parseWith(CommunicationPlan, wanted, 'INVALID_FIELDS');
      const { etag } = etagOf(versionIn(typed));
      return await recordPlan(deps, { ...call, ifMatch: etag, params: { id: context.row.id }, body });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const lists = [
        { name: 'contacts', rows: contacts },
        { name: 'escalation', rows: escalation },
      ];
      const errors = error.errors.map((issue) => atPlace(atDays(issue, typed), lists));
      throw new DomainError(error.code, error.message, errors);
    }
  },
};

function cadenceFields({ cadence, channels }: Plan, context: FormContext): readonly FieldPlan[] {
  const say = (key: string): string => translate(context.locale, `form.communication-plan.${key}`);
  const isDays = typeof cadence !== 'string';
  return [
    {
      ...{ name: 'cadence', kind: 'choice', label: say('cadence'), required: true },
      options: optionsOf(CADENCES, 'cadence', context),
      value: isDays ? 'days' : cadence,
    },
    {
      ...{ name: 'cadenceDays', kind: 'figure', label: say('days'), hint: say('days-hint'), most: 2 },
      value: isDays ? String(cadence.days) : '',
    },
    {
      ...{ name: 'channels', kind: 'ticks', label: say('channels') },
      options: optionsOf(CHANNELS, 'channel', context),
      value: channels,
    },
  ];
}

const contactList = (context: FormContext): ListPlan<Plan['contacts'][number]> => {
  const { locale } = context;
  const say = (key: string): string => translate(locale, `form.communication-plan.${key}`);
  return {
    name: 'contacts',
    most: MOST_CONTACTS,
    heading: (place) => translate(locale, 'form.communication-plan.contact', { place }),
    parts: (known) => [
      { name: 'name', kind: 'line', label: say('name'), most: 200, value: known?.name ?? '' },
      openChoice('side', say('side'), { options: optionsOf(SIDES, 'side-us', context), value: known?.side }),
      { name: 'email', kind: 'line', label: say('email'), most: 200, value: known?.email ?? '' },
      { name: 'role', kind: 'line', label: say('role'), most: 200, value: known ? roleShown(known.role, locale) : '' },
    ],
  };
};

const ladder = ({ locale }: FormContext, people: Options): ListPlan<Plan['escalation'][number]> => {
  const say = (key: string): string => translate(locale, `form.communication-plan.${key}`);
  return {
    name: 'escalation',
    most: MOST_RUNGS,
    heading: (place) => translate(locale, 'form.communication-plan.rung', { place }),
    parts: (known) => [
      { name: 'level', kind: 'figure', label: say('level'), most: 1, value: known?.level.toString() ?? '' },
      openChoice('personId', say('person'), { options: people, value: known?.personId }),
      { name: 'contact', kind: 'line', label: say('or-contact'), most: 200, value: known?.contact ?? '' },
      {
        ...{ name: 'afterBusinessDays', kind: 'figure', label: say('after'), most: 2 },
        value: known?.afterBusinessDays.toString() ?? '',
      },
    ],
  };
};

/** What a contact is: a role of the team by its word, or whatever somebody has written. */
const roleShown = (role: string, locale: Locale): string => knownLabel(locale, 'role', role) ?? role;
const roleIn = (text: string, locale: Locale): string =>
  TeamRole.options.find((role) => labelOf(locale, 'role', role) === text) ?? text;

const cadenceIn = (typed: Typed): unknown =>
  one(typed, 'cadence') === 'days' ? { days: figure(one(typed, 'cadenceDays')) } : one(typed, 'cadence');

/** What is wrong with a number of days stands beside it. */
const atDays = (issue: Issue, typed: Typed): Issue =>
  /^cadence(\.|$)/.test(issue.path) && one(typed, 'cadence') === 'days' ? { ...issue, path: 'cadenceDays' } : issue;

const contactIn = ({ text }: ListRow, locale: Locale) => ({
  name: text('name'),
  side: text('side'),
  email: text('email'),
  role: roleIn(text('role'), locale),
});

const rungIn = ({ text }: ListRow) => ({
  level: figure(text('level')),
  ...given('personId', text('personId')),
  ...given('contact', text('contact')),
  afterBusinessDays: figure(text('afterBusinessDays')),
});
