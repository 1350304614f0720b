import type { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { Incident, IncidentClose, IncidentPatch, IncidentView } from '../../domain/risk/record-schema';
import { Uuid } from '../../domain/shapes';
import { incidentsOf, insertIncident, saveIncident } from '../../db/stores/incidents';
import type { EngagementRow } from '../../db/stores/engagements';
import type { Trx } from '../../db/transaction';
import { scopedEngagement } from '../engagement-scope';
import { checkDetection, checkNothingLeft, followIncident, heldIncident } from '../incidents';
import { planAgain } from '../plan-again';
import { checkIfMatch, etagOf } from '../precondition';
import { changeRecord } from '../record';
import { ListQuery, pageById, pageOf, sliceById } from '../paging';
import { type Call, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { warnOfEvents } from '../warn-of-events';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db' | 'gateway' | 'log'>;

export const incidentRoutes = (deps: Deps): readonly Route[] => [list(deps), record(deps), change(deps), close(deps)];

const common = {
  path: '/engagements/{id}/incidents',
  tag: 'Risk',
  access: 'insiders',
  params: EngagementParams,
} as const;

const list = ({ db }: Deps): Route =>
  route<EngagementParams, ListQuery>({
    ...common,
    method: 'get',
    summary: 'All incidents of an engagement',
    query: ListQuery,
    answers: { 200: pageOf(IncidentView) },
    handle: async ({ params, query, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      return ok(pageById(await incidentsOf(db, params.id, sliceById(query)), query.limit));
    },
  });

const record = (deps: Deps): Route =>
  route<EngagementParams, unknown, Incident>({
    ...common,
    method: 'post',
    summary: 'Record an incident; a major one, or one with personal data, opens the work that the rules ask for',
    body: Incident,
    answers: { 201: IncidentView },
    handle: async (call) => {
      await recordIncident(deps, call);
      const body: IncidentView = { id: call.newId, ...call.body, state: 'open', closing: null, version: 1 };
      return { status: 201, headers: etagOf(1), body };
    },
  });

/** Something that has happened, and the work that follows from it. */
export async function recordIncident(deps: Deps, call: Call<EngagementParams, unknown, Incident>): Promise<void> {
  const { newId: id, body: incident, now } = call;
  checkDetection(incident, now);
  await changeRecord(deps.db, call, {
    act: 'edit',
    type: 'incident.recorded',
    write: async (trx, engagement) => {
      await insertIncident(trx, { id, engagementId: engagement.id, incident, now });
      await followIncident(trx, engagement, { id, incident, now });
    },
    payload: () => ({ id, severity: incident.severity, personalData: incident.personalData }),
  });
  await planAgain(deps, call.params.id);
}

const Params = EngagementParams.extend({ incidentId: Uuid });
type Params = z.infer<typeof Params>;

const change = (deps: Deps): Route =>
  route<Params, unknown, IncidentPatch>({
    ...common,
    method: 'patch',
    path: '/engagements/{id}/incidents/{incidentId}',
    summary: 'Change what is known of an incident; work that it asks for now is opened',
    params: Params,
    body: IncidentPatch,
    answers: { 200: IncidentView },
    conditional: true,
    handle: async (call) => {
      const incident = await recordIncidentChange(deps, call);
      return ok(incident, etagOf(incident.version));
    },
  });

/** What is known of an incident now. */
export async function recordIncidentChange(
  deps: Deps,
  call: Call<Params, unknown, IncidentPatch>,
): Promise<IncidentView> {
  const incident = await changeRecord(deps.db, call, {
    act: 'edit',
    type: 'incident.changed',
    write: (trx, engagement) => applyPatch(trx, engagement, call),
    payload: ({ id }) => ({ id, ...call.body }),
  });
  await planAgain(deps, call.params.id);
  return incident;
}

async function applyPatch(
  trx: Trx,
  engagement: EngagementRow,
  { params, body, ifMatch, now }: Call<Params, unknown, IncidentPatch>,
): Promise<IncidentView> {
  const before = await openIncident(trx, params, ifMatch);
  const said = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
  const after: IncidentView = { ...before, ...said, version: before.version + 1 };
  await saveIncident(trx, after);
  await followIncident(trx, engagement, { id: after.id, incident: after, now });
  return after;
}

async function openIncident(trx: Trx, { id, incidentId }: Params, ifMatch: string | null): Promise<IncidentView> {
  const incident = await heldIncident(trx, id, incidentId);
  checkIfMatch(ifMatch, incident.version);
  if (incident.state === 'closed') throw new DomainError('STATE_CONFLICT', 'The incident is closed already.');
  return incident;
}

const close = (deps: Deps): Route =>
  route<Params, unknown, IncidentClose>({
    ...common,
    method: 'post',
    path: '/engagements/{id}/incidents/{incidentId}/close',
    summary: 'Close an incident with its root cause, once its work is done',
    params: Params,
    body: IncidentClose,
    answers: { 200: IncidentView },
    conditional: true,
    handle: async (call) => {
      const incident = await closeIncident(deps, call);
      return ok(incident, etagOf(incident.version));
    },
  });

/** An incident is over, and why it came. */
export function closeIncident({ db }: Deps, call: Call<Params, unknown, IncidentClose>): Promise<IncidentView> {
  const { params, body, actor, now, ifMatch } = call;
  return changeRecord(db, call, {
    act: 'edit',
    type: 'incident.closed',
    write: async (trx, engagement) => {
      const before = await openIncident(trx, params, ifMatch);
      await checkNothingLeft(trx, engagement.id, before.id);
      const closing = { ...body, at: new Date(now).toISOString(), by: actor.id };
      const after: IncidentView = { ...before, state: 'closed', closing, version: before.version + 1 };
      await saveIncident(trx, after);
      await warnOfEvents(trx, engagement, now);
      return after;
    },
    payload: ({ id }) => ({ id, rootCause: body.rootCause }),
  });
}
