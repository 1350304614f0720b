import { DomainError } from '../domain/errors';
import type { HoldBody, WaiverBody } from '../domain/exit/schema';
import { waitingObjection } from '../domain/exit/waiting-period';
import { listDatasets } from '../db/stores/datasets';
import {
  confirmWaiver,
  type Hold,
  insertHold,
  insertWaiver,
  lockWaiver,
  releaseHold,
  type Waiver,
} from '../db/stores/exit-holds';
import type { Role } from '../domain/people/people';
import { tellExit } from './exit-steps';
import { changeRecord } from './record';
import type { Call } from './route';
import type { Services } from './services';

type Deps = Pick<Services, 'db' | 'gateway'>;
type EngagementCall<B> = Call<{ id: string }, unknown, B>;
type ItemCall = Call<{ id: string; item: string }, unknown, unknown>;

/** Who may forbid deletion, and allow it again. */
export const HOLDERS = ['admin', 'legal', 'security'] as const satisfies Role[];
export const HOLD_LIFTERS = ['admin', 'legal'] as const satisfies Role[];

/** Proposes another waiting period before deletion; it counts when a second person has confirmed it. */
export async function recordWaitingDays({ db }: Pick<Deps, 'db'>, call: EngagementCall<WaiverBody>): Promise<Waiver> {
  const waiver = { id: call.newId, engagementId: call.params.id, ...call.body, askedBy: call.actor.id };
  await changeRecord(db, call, {
    act: 'edit',
    type: 'exit.waiver-asked',
    write: (trx) => insertWaiver(trx, waiver, call.now),
    payload: () => ({ ...call.body, waiverId: waiver.id }),
  });
  return waiver;
}

export async function confirmWaitingDays(deps: Deps, call: ItemCall): Promise<Waiver> {
  const { params, actor, now } = call;
  const waiver = await changeRecord(deps.db, call, {
    act: 'read',
    type: 'exit.waiver-confirmed',
    write: async (trx) => {
      const found = await lockWaiver(trx, { engagementId: params.id, waiverId: params.item });
      if (!found) throw new DomainError('NOT_FOUND', 'There is no such waiver.');
      const refusal = waitingObjection(found, actor);
      if (refusal) throw DomainError.from(refusal);
      if (!found.confirmed) await confirmWaiver(trx, found.id, { actorId: actor.id, now });
      return found;
    },
    payload: ({ days, reason, id }) => ({ days, reason, waiverId: id }),
  });
  await tellAll(deps, params.id);
  return waiver;
}

/** Forbids deletion for a legal reason: of one dataset, or of all. */
export async function recordHold({ db }: Pick<Deps, 'db'>, call: EngagementCall<HoldBody>): Promise<Hold> {
  const { reason, datasetKey = null } = call.body;
  const hold = { id: call.newId, engagementId: call.params.id, datasetKey, reason, placedBy: call.actor.id };
  await changeRecord(db, call, {
    act: 'read',
    type: 'exit.hold-placed',
    write: (trx) => insertHold(trx, hold, call.now),
    payload: () => ({ holdId: hold.id, reason, datasetKey }),
  });
  return hold;
}

export async function liftHold(deps: Deps, call: ItemCall): Promise<void> {
  const { id, item } = call.params;
  await changeRecord(deps.db, call, {
    act: 'read',
    type: 'exit.hold-released',
    write: async (trx) => {
      const by = { actorId: call.actor.id, now: call.now };
      if (!(await releaseHold(trx, { engagementId: id, holdId: item }, by)))
        throw new DomainError('NOT_FOUND', 'There is no such hold in force.');
    },
    payload: () => ({ holdId: item }),
  });
  await tellAll(deps, id);
}

async function tellAll(deps: Deps, engagementId: string): Promise<void> {
  for (const { key } of await listDatasets(deps.db, engagementId)) await tellExit(deps, { engagementId, key });
}
