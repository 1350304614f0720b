import { z } from 'zod';
import { EngagementRoles } from '../../domain/engagement/schema';
import { isEnded } from '../../domain/engagement/statuses';
import { missingRoles, roleConflicts } from '../../domain/engagement/team';
import { TeamRole } from '../../domain/engagement/team-schema';
import { DomainError } from '../../domain/errors';
import { LongText, Uuid } from '../../domain/shapes';
import { teamRules } from '../../db/read/team-rules';
import { noteAppointments } from '../../db/stores/appointment-changes';
import { type EngagementRow, findEngagement, saveTeam } from '../../db/stores/engagements';
import type { Db } from '../../db/knex';
import { checkDrawnFrom } from '../drawn-from';
import { scopedEngagement, teamOf } from '../engagement-scope';
import { planAgain } from '../plan-again';
import { changeRecord } from '../record';
import { type Call, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { checkTeam } from '../team';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db' | 'gateway' | 'log'>;

export const teamRoutes = (deps: Deps): readonly Route[] => [read(deps), change(deps)];

const TeamView = z.strictObject({
  ownerId: Uuid,
  sponsorId: Uuid.nullable(),
  roles: EngagementRoles,
  /** Roles that must be filled before the transition begins. */
  missing: z.array(TeamRole),
  /** Roles whose holder may not hold them beside another role. */
  conflicting: z.array(TeamRole),
});

async function viewOf(db: Db, engagement: EngagementRow): Promise<z.infer<typeof TeamView>> {
  const [team, rules] = [teamOf(engagement), await teamRules(db)];
  const rolesOf = (paths: readonly { readonly path: string }[]): TeamRole[] =>
    TeamRole.options.filter((role) => paths.some(({ path }) => path === `roles.${role}`));
  return {
    ownerId: team.ownerId,
    sponsorId: team.sponsorId,
    roles: team.roles,
    missing: rolesOf(missingRoles(team, rules)),
    conflicting: rolesOf(roleConflicts(team, rules)),
  };
}

const read = ({ db }: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/team',
    summary: 'Who holds which role, and which roles are still open',
    tag: 'Engagements',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: TeamView },
    handle: async ({ params, actor }) =>
      ok(await viewOf(db, await scopedEngagement(db, params.id, { actor, act: 'read' }))),
  });

export const NewTeam = z.strictObject({ roles: EngagementRoles, reason: LongText.optional() });
type NewTeam = z.infer<typeof NewTeam>;

const change = (deps: Deps): Route =>
  route<EngagementParams, unknown, NewTeam>({
    method: 'put',
    path: '/engagements/{id}/team',
    summary: 'Give the roles of the engagement to people; the owner and the sponsor stay unless they are named',
    tag: 'Engagements',
    access: 'insiders',
    params: EngagementParams,
    body: NewTeam,
    answers: { 200: TeamView },
    handle: async (call) => {
      await recordTeam(deps, call);
      const changed = await findEngagement(deps.db, call.params.id);
      if (!changed) throw new DomainError('NOT_FOUND', 'There is no such engagement.');
      return ok(await viewOf(deps.db, changed));
    },
  });

/** Gives the roles to people; the owner and the sponsor stay unless they are named. With what a form was drawn from, only where that still holds. */
export async function recordTeam(
  deps: Deps,
  call: Call<EngagementParams, unknown, NewTeam>,
  print: string | null = null,
): Promise<void> {
  const { params, body, now } = call;
  await changeRecord(deps.db, call, {
    act: 'close',
    type: 'engagement.team',
    write: async (trx, engagement) => {
      checkDrawnFrom(print, teamOf(engagement));
      if (isEnded(engagement.state)) throw new DomainError('STATE_CONFLICT', 'The engagement has ended.');
      const ownerId = body.roles.owner ?? engagement.owner_id;
      const sponsorId = body.roles.sponsor ?? engagement.sponsor_id;
      const roles = { ...body.roles, owner: ownerId, ...(sponsorId && { sponsor: sponsorId }) };
      await checkTeam(trx, { ownerId, sponsorId, roles });
      await saveTeam(trx, params.id, { ownerId, sponsorId, roles, now });
      const appointments = partsChanged(engagement.roles, roles);
      await noteAppointments(trx, { byId: call.actor.id, engagementId: params.id, appointments });
      return { before: engagement.roles, after: roles };
    },
    payload: (roles) => ({ ...roles, ...(body.reason !== undefined && { reason: body.reason }) }),
  });
  await planAgain(deps, params.id);
}

const partsChanged = (before: EngagementRoles, after: EngagementRoles) =>
  TeamRole.options.map((part) => ({
    kind: 'part' as const,
    subject: part,
    before: before[part] ?? null,
    after: after[part] ?? null,
  }));
