import { DomainError } from '../../domain/errors';
import { givenAwayActivities, unknownCodes } from '../../domain/planning/readiness';
import type { Needs } from '../../domain/planning/schema';
import { Uuid } from '../../domain/shapes';
import type { Db } from '../knex';
import type { EngagementRow } from '../stores/engagements';
import { unknownPeople } from './known-people';
import { planningSettings } from './planning-settings';

/**
 * What makes a needs record wrong already while it is drafted. Throws; what the law keeps inside is the gravest. Whoever the
 * record named before may have left since, and stays until somebody else is named.
 */
export async function checkNeeds(db: Db, needs: Needs, before: Needs = {}): Promise<void> {
  const { prohibited } = await planningSettings(db);
  const errors = givenAwayActivities(needs, prohibited);
  if (errors.length > 0)
    throw new DomainError('ACTIVITY_MUST_BE_RETAINED', errors.map(({ message }) => message).join('; '), errors);
  const named = namedIn(before);
  const anew = namedIn(needs).filter(({ path, id }) => !named.some((one) => one.path === path && one.id === id));
  const unknown = await unknownPeople(db, anew);
  if (unknown.length > 0) throw new DomainError('INVALID_FIELDS', 'A field names nobody we know.', unknown);
}

/**
 * Refuses a code that is not on the list of prohibited activities. Only what is sent is looked at: a code that was taken
 * off the list later makes no old record wrong.
 */
export async function checkCodes(db: Db, sent: Needs): Promise<void> {
  if (!sent.activities) return;
  const errors = unknownCodes(sent, (await planningSettings(db)).prohibited);
  if (errors.length > 0)
    throw new DomainError('INVALID_FIELDS', errors.map(({ message }) => message).join('; '), errors);
}

function namedIn({ sponsorId, ownerId, employeeImpact }: Needs): readonly { path: string; id: string }[] {
  const hrOwner = hrOwnerId(employeeImpact?.hrOwner);
  return Object.entries({ sponsorId, ownerId, 'employeeImpact.hrOwner': hrOwner }).flatMap(([path, id]) =>
    id ? [{ path: `needs.${path}`, id }] : [],
  );
}

/** Who answers for the people concerned may be named in words or as a person that we know. */
export const hrOwnerId = (hrOwner: string | undefined): string | null => {
  const id = Uuid.safeParse(hrOwner);
  return id.success ? id.data : null;
};

/** Refuses a change while gate G1 is being decided. */
export async function refuseWhileDecided(db: Db, engagement: EngagementRow): Promise<void> {
  if (await isBeingDecided(db, engagement))
    throw new DomainError('GATE_PENDING', `The needs are being decided (request ${engagement.open_request_id}).`);
}

/** Whether gate G1 is being decided; a request that was sent back is there to be revised. */
export async function isBeingDecided(db: Db, { open_gate, open_request_id }: EngagementRow): Promise<boolean> {
  if (open_gate !== 'needs' || open_request_id === null) return false;
  const request = await db<{ id: string; status: string }>('requests').where({ id: open_request_id }).first('status');
  return request?.status !== 'draft';
}
