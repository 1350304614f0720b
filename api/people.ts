import { DomainError } from '../domain/errors';
import type { Person } from '../domain/people/people';
import { appendAudit, MASTER_STREAM } from '../db/stores/audit';
import type { Db } from '../db/knex';
import { findPerson } from '../db/stores/people';
import type { Trx } from '../db/transaction';
import type { Call } from './route';

export const existingPerson = async (db: Db, id: string): Promise<Person> => known(await findPerson(db, id));

export function known<T>(person: T | null): T {
  if (!person) throw new DomainError('NOT_FOUND', 'There is no such person.');
  return person;
}

interface Fact {
  readonly id: string;
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** One entry about a person in the trail of master data; a repeated call leaves one. */
export const auditPerson = (
  trx: Trx,
  call: Pick<Call<unknown, unknown, unknown>, 'now' | 'actor' | 'channel' | 'newId'>,
  { id, type, payload }: Fact,
): Promise<void> =>
  appendAudit(trx, MASTER_STREAM, [
    {
      key: `${type}:${id}:${call.newId}`,
      at: call.now,
      type,
      actorId: call.actor.id,
      channel: call.channel,
      payload: { userId: id, ...payload },
    },
  ]);
