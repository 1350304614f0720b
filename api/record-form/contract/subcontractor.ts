import {
  ConsentBody,
  NewSubcontractor,
  type Subcontractor,
  SubcontractorPatch,
} from '../../../domain/contract/subcontractor-schema';
import { DomainError } from '../../../domain/errors';
import { subcontractorsOf } from '../../../db/stores/subcontractors';
import { translate } from '../../../templates/catalog';
import { checkAccess } from '../../session';
import { parseWith } from '../../parse';
import { etagOf } from '../../precondition';
import { recordConsent, recordSubcontractor, recordSubcontractorChange } from '../../routes/subcontractors';
import type { FormContext, FormDefinition } from '../form';
import { openChoice, optionsOf } from '../needs-field';
import { versionIn } from '../newer';
import { type FieldPlan, given, one, type Typed, versionField } from '../plan';

const DECISIONS = ['consented', 'refused'] as const;
/** Who may answer for consent, as the route has it. */
export const CONSENTERS = ['admin', 'manager', 'legal', 'security', 'executive'] as const;

/** To whom the vendor hands work on; behind `?of=` one that is known already. */
export const subcontractorForm: FormDefinition = {
  act: 'edit',
  place: 'subcontractors',
  fields: async (context) => {
    const nodes = await subcontractorsOf(context.db, context.row.id);
    const before = context.item === '' ? null : named(nodes, context.item);
    return [...(before ? [versionField(before.version)] : []), ...fieldsOf(context, nodes, before)];
  },
  take: async (deps, { context, typed, call }) => {
    const { id } = context.row;
    if (context.item === '') {
      const wanted = {
        ...given('name', one(typed, 'name')),
        ...restIn(typed),
        ...given('parentId', one(typed, 'parentId')),
      };
      const body = parseWith(NewSubcontractor, wanted, 'INVALID_FIELDS');
      return recordSubcontractor(deps, { ...call, params: { id }, body });
    }
    const before = named(await subcontractorsOf(context.db, id), context.item);
    const body = parseWith(SubcontractorPatch, patchOf(typed, before), 'INVALID_FIELDS');
    const { etag: ifMatch } = etagOf(versionIn(typed));
    return recordSubcontractorChange(deps, { ...call, ifMatch, params: { id, subcontractorId: before.id }, body });
  },
};

/** A second person consents to it, or refuses. */
export const consentForm: FormDefinition = {
  act: 'read',
  place: 'subcontractors',
  fields: async (context) => {
    const { name, service, country } = named(await subcontractorsOf(context.db, context.row.id), context.item);
    const say = (key: string): string => translate(context.locale, `form.subcontractor-consent.${key}`);
    return [
      {
        ...{ name: 'decision', kind: 'choice', label: say('decision'), required: true },
        ...{ heading: [name, service, country].join(' · '), options: optionsOf(DECISIONS, 'consent', context) },
      },
      { name: 'comment', kind: 'text', label: say('comment'), required: true },
    ];
  },
  take: (deps, { context, typed, call }) => {
    checkAccess(CONSENTERS, call.actor);
    const wanted = { decision: one(typed, 'decision'), comment: one(typed, 'comment') };
    const params = { id: context.row.id, subcontractorId: context.item };
    return recordConsent(deps, { ...call, params, body: parseWith(ConsentBody, wanted, 'INVALID_FIELDS') });
  },
};

function named(nodes: readonly Subcontractor[], item: string): Subcontractor {
  const found = nodes.find(({ id }) => id === item);
  if (!found) throw new DomainError('NOT_FOUND', 'The engagement has no such sub-contractor.');
  return found;
}

function fieldsOf(
  context: FormContext,
  nodes: readonly Subcontractor[],
  before: Subcontractor | null,
): readonly FieldPlan[] {
  const say = (key: string): string => translate(context.locale, `form.subcontractor.${key}`);
  const parents = nodes.filter(({ id }) => id !== before?.id).map(({ id, name }) => ({ value: id, text: name }));
  return [
    { name: 'name', kind: 'line', label: say('name'), required: true, most: 200, value: before?.name ?? '' },
    { name: 'service', kind: 'line', label: say('service'), required: true, most: 200, value: before?.service ?? '' },
    {
      ...{ name: 'country', kind: 'line', label: say('country'), hint: say('country-hint'), required: true, most: 2 },
      value: before?.country ?? '',
    },
    {
      ...openChoice('parentId', say('parent'), { options: parents, value: before?.parentId ?? undefined }),
      hint: say('parent-hint'),
    },
    { name: 'personalData', kind: 'tick', label: say('personal-data'), value: before?.personalData ? '1' : '' },
    { name: 'active', kind: 'tick', label: say('active'), value: before?.active ? '1' : '' },
  ];
}

const restIn = (typed: Typed) => ({
  service: one(typed, 'service'),
  country: one(typed, 'country').toUpperCase(),
  personalData: one(typed, 'personalData') === '1',
  active: one(typed, 'active') === '1',
});

/** What differs: a consent holds as long as nothing is said anew that it was about. */
function patchOf(typed: Typed, before: Subcontractor) {
  const wanted = { name: one(typed, 'name'), ...restIn(typed), parentId: one(typed, 'parentId') || null };
  const known: Readonly<Record<string, unknown>> = { ...before };
  return Object.fromEntries(Object.entries(wanted).filter(([key, value]) => known[key] !== value));
}
