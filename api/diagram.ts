import { comeTo } from '../domain/approval/diagram/come-to';
import { type ReferenceKind, referencesOf } from '../domain/approval/policy-references';
import type { RequestView } from '../domain/approval/request-schema';
import type { Node, PolicyVersion } from '../domain/approval/schema';
import type { RequestState } from '../domain/approval/state';
import type { Locale } from '../domain/people/people';
import type { Db } from '../db/knex';
import { findDepartment } from '../db/stores/departments';
import { findPeople } from '../db/stores/people';
import { findPolicy } from '../db/stores/policies';
import { savedState } from '../db/stores/requests';
import type { Pictured } from '../templates/diagram/drawing';
import { DIAGRAM_STYLE_SOURCE } from '../templates/diagram/style';

/** What an SVG answer says of itself: its own style applies, and nothing else may. */
export const SVG_HEADERS = {
  'content-type': 'image/svg+xml; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src ${DIAGRAM_STYLE_SOURCE}; base-uri 'none'; frame-ancestors 'none'`,
} as const;

/** BPMN is a file to keep, under the name of what it shows. */
export const bpmnHeaders = (name: string): Readonly<Record<string, string>> => ({
  'content-type': 'application/xml; charset=utf-8',
  'content-disposition': `attachment; filename="${name}.bpmn"`,
});

/** A policy as it can be drawn, with the names of everybody it mentions. */
export async function policyPicture(db: Db, policy: PolicyVersion, locale: Locale): Promise<Pictured> {
  const { title, steps: nodes } = policy;
  return { locale, title, nodes, state: null, nameOf: await namesIn(db, nodes, null) };
}

/** The policy that a request runs on with its present state; null while nothing is recorded of it. */
export async function requestPicture(db: Db, view: RequestView, locale: Locale): Promise<Pictured | null> {
  const state = await savedState(db, view.id);
  // Between two rounds the state waits for the newest version, which will be its policy then.
  const policy = state?.policy ?? (await findPolicy(db, view.policy.key));
  if (!state || !policy) return null;
  const nodes = policy.steps;
  return { locale, title: view.subject.title, nodes, state, nameOf: await namesIn(db, nodes, state) };
}

/** The same as far as the request has come: what its list of steps shows, and nothing that is still ahead. */
export async function listedPicture(db: Db, state: RequestState): Promise<ListedPicture | null> {
  const listed = comeTo(state);
  if (!listed?.policy) return null;
  const nodes = listed.policy.steps;
  return { nodes, state: listed, nameOf: await namesIn(db, nodes, listed) };
}
export type ListedPicture = Omit<Pictured, 'locale' | 'title'>;

async function namesIn(db: Db, nodes: readonly Node[], state: RequestState | null): Promise<(id: string) => string> {
  const references = referencesOf({ title: '', settings: {}, steps: nodes });
  const named = (kind: ReferenceKind): readonly string[] =>
    references.filter((one) => one.kind === kind).map(({ id }) => id);
  const people = [
    ...(state?.tasks ?? []).flatMap(({ assigneeId, onBehalfOfId, signing }) => [
      assigneeId,
      onBehalfOfId,
      ...(signing?.peopleIds ?? []),
    ]),
    ...(state?.runs ?? []).flatMap(({ seats }) => seats.map(({ personId }) => personId)),
    ...named('person'),
  ].filter((id) => id !== null);
  const names = new Map((await findPeople(db, [...new Set(people)])).map(({ id, name }) => [id, name]));
  for (const id of new Set(named('department'))) {
    const department = await findDepartment(db, id);
    if (department) names.set(id, department.name);
  }
  return (id) => names.get(id) ?? id;
}
