import { DomainError } from '../domain/errors';
import { type EngagementAct, engagementAccess, type Team } from '../domain/engagement/access';
import type { Person } from '../domain/people/people';
import type { Db } from '../db/knex';
import type { Trx } from '../db/transaction';
import { type EngagementRow, findEngagement, lockEngagement } from '../db/stores/engagements';
import { purgeOf } from '../db/stores/purges';

/** The engagement of a call, when the person may do this to it. What one may not read does not exist. */
export async function scopedEngagement(
  db: Db,
  id: string,
  { actor, act }: { actor: Person; act: EngagementAct },
): Promise<EngagementRow> {
  return allowed(await findEngagement(db, id), { actor, act });
}

/** The same, held against changes by others until the transaction ends. Of a record that goes or has gone nothing is written any more. */
export async function heldEngagement(
  trx: Trx,
  id: string,
  { actor, act }: { actor: Person; act: EngagementAct },
): Promise<EngagementRow> {
  const engagement = allowed(await lockEngagement(trx, id), { actor, act });
  if (act !== 'read' && act !== 'know') await refusePurged(trx, id);
  return engagement;
}

async function refusePurged(trx: Trx, id: string): Promise<void> {
  const purge = await purgeOf(trx, id);
  if (purge?.state === 'running' || purge?.state === 'done')
    throw new DomainError('STATE_CONFLICT', 'The record of the engagement is being purged, or has been.');
}

export const teamOf = (engagement: EngagementRow): Team => ({
  ownerId: engagement.owner_id,
  sponsorId: engagement.sponsor_id,
  roles: engagement.roles,
});

function allowed(
  engagement: EngagementRow | null,
  { actor, act }: { actor: Person; act: EngagementAct },
): EngagementRow {
  if (!engagement || (actor.grant && actor.grant.engagementId !== engagement.id))
    throw new DomainError('NOT_FOUND', 'There is no such engagement.');
  const refusal = engagementAccess(act, actor, teamOf(engagement));
  if (refusal) throw DomainError.from(refusal);
  return engagement;
}

/** Records that a gate decides on stay as they are while it is open, and belong to certain states. */
export function editableIn(engagement: EngagementRow, states: readonly EngagementRow['state'][]): void {
  if (!states.includes(engagement.state)) {
    throw new DomainError(
      'STATE_CONFLICT',
      `This can be changed in ${states.join(' or ')}; the engagement is in ${engagement.state}.`,
    );
  }
}
