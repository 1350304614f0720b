import { DomainError } from '../../domain/errors';
import {
  Incident,
  INCIDENT_SEVERITIES,
  IncidentClose,
  IncidentPatch,
  type IncidentView,
} from '../../domain/risk/record-schema';
import { EVENT_CATEGORIES } from '../../domain/risk/schema';
import { incidentsOf } from '../../db/stores/incidents';
import { translate } from '../../templates/catalog';
import { parseWith } from '../parse';
import { etagOf } from '../precondition';
import { closeIncident, recordIncident, recordIncidentChange } from '../routes/incidents';
import type { FormContext, FormDefinition } from './form';
import { momentField, momentIn } from './moment-field';
import { openChoice, optionsOf } from './needs-field';
import { versionIn } from './newer';
import { type FieldPlan, figure, given, one, type Typed, versionField } from './plan';

/** Something that has happened; behind `?of=` the incident of which more is known now. */
export const incidentForm: FormDefinition = {
  act: 'edit',
  place: 'incidents',
  fields: async (context) => {
    const before = context.item === '' ? null : await incidentOf(context);
    return [
      ...(before ? [versionField(before.version)] : [detectedField(context)]),
      ...whatFields(context, before),
      ...weightFields(context, before),
    ];
  },
  take: async (deps, { context, typed, call }) => {
    const { id, time_zone: zone } = context.row;
    if (context.item === '') {
      const detectedAt = momentIn(one(typed, 'detectedAt'), { before: null, zone });
      const body = parseWith(Incident, { ...wantedIn(typed, null), detectedAt }, 'INVALID_FIELDS');
      return recordIncident(deps, { ...call, params: { id }, body });
    }
    const before = await incidentOf(context);
    const incidentId = before.id;
    const body = parseWith(IncidentPatch, wantedIn(typed, before), 'INVALID_FIELDS');
    const { etag: ifMatch } = etagOf(versionIn(typed));
    return recordIncidentChange(deps, { ...call, ifMatch, params: { id, incidentId }, body });
  },
};

/** An incident is over: why it came, and what keeps it from coming again. */
export const incidentCloseForm: FormDefinition = {
  act: 'edit',
  place: 'incidents',
  fields: async (context) => {
    const { type, version } = await incidentOf(context);
    return [
      versionField(version),
      {
        ...{ name: 'rootCause', kind: 'text', label: translate(context.locale, 'form.incident-close.root-cause') },
        ...{ heading: type, required: true },
      },
      {
        ...{ name: 'measures', kind: 'text', label: translate(context.locale, 'form.incident-close.measures') },
        hint: translate(context.locale, 'form.optional'),
      },
    ];
  },
  take: async (deps, { context, typed, call }) => {
    const { id: incidentId } = await incidentOf(context);
    const wanted = { rootCause: one(typed, 'rootCause'), ...given('measures', one(typed, 'measures')) };
    const body = parseWith(IncidentClose, wanted, 'INVALID_FIELDS');
    const { etag: ifMatch } = etagOf(versionIn(typed));
    return closeIncident(deps, { ...call, ifMatch, params: { id: context.row.id, incidentId }, body });
  },
};

const say = ({ locale }: FormContext, key: string): string => translate(locale, `form.incident.${key}`);

async function incidentOf({ db, row, item }: FormContext): Promise<IncidentView> {
  const found = (await incidentsOf(db, row.id)).find(({ id }) => id === item);
  if (!found) throw new DomainError('NOT_FOUND', 'There is no such incident.');
  return found;
}

const detectedField = (context: FormContext): FieldPlan => ({
  ...momentField('detectedAt', say(context, 'detected'), { value: context.now, zone: context.row.time_zone }),
  required: true,
});

const whatFields = (context: FormContext, before: IncidentView | null): readonly FieldPlan[] => [
  {
    ...{ name: 'type', kind: 'line', label: say(context, 'type'), hint: say(context, 'type-hint') },
    ...{ required: true, most: 200, value: before?.type ?? '' },
  },
  {
    ...{ name: 'severity', kind: 'choice', label: translate(context.locale, 'fact.severity'), required: true },
    ...{
      options: optionsOf(INCIDENT_SEVERITIES, 'incident-severity', context),
      value: before?.severity ?? INCIDENT_SEVERITIES[0],
    },
  },
  { name: 'description', kind: 'text', label: say(context, 'description'), value: before?.description ?? '' },
];

const weightFields = (context: FormContext, before: IncidentView | null): readonly FieldPlan[] => [
  {
    ...{ name: 'personalData', kind: 'tick', label: say(context, 'personal-data') },
    value: before?.personalData ? '1' : '',
  },
  {
    ...{ name: 'records', kind: 'figure', label: say(context, 'records'), most: 15 },
    ...{ required: before?.records !== undefined, value: before?.records?.toString() ?? '' },
  },
  {
    ...openChoice('category', say(context, 'category'), {
      options: optionsOf(EVENT_CATEGORIES, 'risk', context),
      value: before?.category,
    }),
    ...{ hint: say(context, 'category-hint'), required: before?.category !== undefined },
  },
];

/** What was known once can be corrected and not taken back: the schema then says so of an empty field. */
function wantedIn(typed: Typed, before: IncidentView | null) {
  const [records, description, category] = [
    figure(one(typed, 'records')),
    one(typed, 'description'),
    one(typed, 'category'),
  ];
  return {
    type: one(typed, 'type'),
    severity: one(typed, 'severity'),
    personalData: one(typed, 'personalData') === '1',
    ...((records !== null || before?.records !== undefined) && { records }),
    ...((description !== '' || before?.description !== undefined) && { description }),
    ...((category !== '' || before?.category !== undefined) && { category }),
  };
}
