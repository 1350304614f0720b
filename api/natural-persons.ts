import type { NaturalPerson, NaturalPersonView } from '../domain/people/accounts-schema';
import { accountsOf, employeeIdOf, setEmployeeId } from '../db/stores/accounts';
import type { Db } from '../db/knex';
import { lockPerson } from '../db/stores/people';
import { inTransaction } from '../db/transaction';
import { auditPerson } from './people';
import { staleRecord } from './precondition';
import type { Call } from './route';

/** Who somebody is to the personnel office, with their other accounts. */
export async function naturalPerson(db: Db, id: string): Promise<NaturalPersonView> {
  return { employeeId: await employeeIdOf(db, id), accountIds: [...((await accountsOf(db, [id]))[id] ?? [])] };
}

type Saying = Pick<Call<unknown, unknown, unknown>, 'actor' | 'channel' | 'now' | 'newId'>;

interface Said {
  readonly id: string;
  readonly said: NaturalPerson;
  /** What it was when whoever says so has looked; undefined where they say so anyhow. */
  readonly seen?: string | null;
}

export const sayNaturalPerson = (db: Db, call: Saying, { id, said, seen }: Said): Promise<NaturalPersonView> =>
  inTransaction(db, async (trx) => {
    await lockPerson(trx, id);
    if (seen !== undefined && seen !== (await employeeIdOf(trx, id))) throw staleRecord();
    await setEmployeeId(trx, id, said.employeeId);
    const done = await naturalPerson(trx, id);
    const payload = { known: done.employeeId !== null, accountIds: done.accountIds };
    await auditPerson(trx, call, { id, type: 'user.person-named', payload });
    return done;
  });
