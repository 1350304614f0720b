import type { Issue } from '../errors';
import { placedSteps } from './policy-paths';
import type { Assignee, PolicyBody, Step } from './schema';

export type ReferenceKind = 'person' | 'calendar' | 'department';

/** Something outside the policy that it names, and where. */
export interface Reference {
  readonly kind: ReferenceKind;
  readonly id: string;
  readonly path: string;
}

/** Everything that must be there when the policy runs: people, departments and calendars. */
export const referencesOf = ({ settings, steps }: PolicyBody): readonly Reference[] => [
  ...(settings.adminId ? [person(settings.adminId, 'settings.adminId')] : []),
  ...(settings.calendar ? [calendar(settings.calendar, 'settings.calendar')] : []),
  ...placedSteps(steps).flatMap(({ step, path }) => ofStep(step, path)),
];

const person = (id: string, path: string): Reference => ({ kind: 'person', id, path });
const calendar = (id: string, path: string): Reference => ({ kind: 'calendar', id, path });

const ofStep = (step: Step, path: string): readonly Reference[] => [
  ...step.assignees.flatMap((source, n) => ofAssignee(source, `${path}.assignees.${n}`)),
  ...(step.cc ?? []).map((id, n) => person(id, `${path}.cc.${n}`)),
  ...idsIn(step.emptyHandler).map((id) => person(id, `${path}.emptyHandler`)),
  ...idsIn(step.timeout?.action).map((id) => person(id, `${path}.timeout.action`)),
  ...(step.sla ? [calendar(step.sla.calendar, `${path}.sla.calendar`)] : []),
];

function ofAssignee(source: Assignee, path: string): readonly Reference[] {
  if ('user' in source) return [person(source.user, `${path}.user`)];
  const named = 'department' in source ? source.department : 'departmentHead' in source ? source.departmentHead : true;
  return named === true ? [] : [{ kind: 'department', id: named, path }];
}

const ID = /[0-9a-f]{8}-[0-9a-f-]{27}/;
const idsIn = (text = ''): readonly string[] => ID.exec(text)?.slice(0, 1) ?? [];

const MISSING = {
  person: (id: string) => `${id} is not an active person`,
  calendar: (id: string) => `there is no calendar ${id}`,
  department: (id: string) => `there is no department ${id}`,
} as const satisfies Record<ReferenceKind, (id: string) => string>;

export const missing = ({ kind, id, path }: Reference): Issue => ({ path, message: MISSING[kind](id) });
