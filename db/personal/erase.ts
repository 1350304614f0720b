import { createHash } from 'node:crypto';
import { ENDED_STATES } from '../../domain/engagement/statuses';
import type { ErasureFacts } from '../../domain/people/erasure';
import type { Person } from '../../domain/people/people';
import type { Db } from '../knex';
import { engagementStream, MASTER_STREAM } from '../stores/audit';
import { type Erasure, erasePayloads } from '../stores/audit-erasure';
import type { Trx } from '../transaction';

export async function erasureFacts(db: Db, { id, active }: Pick<Person, 'id' | 'active'>): Promise<ErasureFacts> {
  const { rows } = await db.raw<{ rows: { erased: boolean; open: number; held: string[] }[] }>(
    `select erased_at is not null as erased,
       (select count(*) from request_tasks t join requests r on r.id = t.request_id
         where t.status = 'active' and r.status = 'pending' and :id in (t.assignee_id, t.owner_id))
       + (select count(*) from action_items where state in ('open', 'submitted') and assignee_id = :id)
       + (select count(*) from engagements where state <> all (:ended)
           and (:id in (owner_id, sponsor_id) or position(:named in roles::text) > 0)) as open,
       array(select e.number from engagements e
         where exists (select from legal_holds h where h.engagement_id = e.id and h.released_at is null)
           and (:id in (e.owner_id, e.sponsor_id) or position(:named in e.roles::text) > 0
             or exists (select from audit_events a where a.stream = :streams || e.id and :id in (a.actor_id, a.on_behalf_of_id)))
         order by e.number) as held
     from users where id = :id`,
    { id, named: id, ended: [...ENDED_STATES], streams: engagementStream('') },
  );
  const [facts] = rows;
  return { active, erased: facts?.erased ?? false, openTasks: facts?.open ?? 0, held: facts?.held ?? [] };
}

/** The same for good, so that decisions of one person stay those of one person; nobody can tell from it who that was. */
export const pseudonymOf = (id: string): string =>
  `former-${createHash('sha256').update(id).digest('hex').slice(0, 10)}`;

/**
 * The name and the address of a person give way to a pseudonym, what only they had goes, and so do payloads of the trail that
 * name them. What was decided, when and under which id stays. Answers how much went.
 */
export async function erasePerson(
  trx: Trx,
  person: Person,
  by: Omit<Erasure, 'key' | 'reason'>,
): Promise<Readonly<Record<string, number>>> {
  const own = { user_id: person.id };
  const counts = {
    sessions: await trx('sessions').where(own).delete(),
    passwords: await trx('passwords').where(own).delete(),
    tokens: await trx('tokens').where(own).delete(),
    recoveryCodes: await trx('recovery_codes').where(own).delete(),
    secondFactors: await trx('second_factors').where(own).delete(),
    absences: await trx('absences').where(own).delete(),
    mails: await forgetMails(trx, person),
    invitations: await trx('survey_invitations')
      .whereRaw('lower(email) = lower(?)', [person.email])
      .update({ name: null, email: null }),
    payloads: await erasePayloadsAbout(trx, person, by),
  };
  await trx('users')
    .where({ id: person.id })
    .update({
      name: pseudonymOf(person.id),
      email: `${pseudonymOf(person.id)}@erased.invalid`,
      roles: [],
      manager_id: null,
      department_id: null,
      digest: false,
      erased_at: new Date(by.now),
      updated_at: new Date(by.now),
      version: trx.raw('version + 1'),
    });
  return counts;
}

async function forgetMails(trx: Trx, { id, email }: Person): Promise<number> {
  const waiting = await trx('mail_orders').where({ recipient_id: id }).delete();
  const sent = await trx('mail_log')
    .where((mail) => mail.where({ recipient_id: id }).orWhereRaw('lower(address) = lower(?)', [email]))
    .update({ address: null, subject: null, last_error: null, ordered_for: null, facts: null });
  return waiting + sent;
}

/** Entries that hold the address, the name as a value, or the account of the person itself. */
async function erasePayloadsAbout(trx: Trx, { id, email, name }: Person, by: Omit<Erasure, 'key' | 'reason'>) {
  const { rows } = await trx.raw<{ rows: { stream: string; seqs: number[] }[] }>(
    `select stream, array_agg(seq order by seq) as seqs from audit_events
     where erased_by is null and type <> 'audit.erased' and payload <> '{}' and (
       position(lower(:email) in lower(payload::text)) > 0
       or jsonb_path_exists(payload, '$.** \\? (@ == $name)', jsonb_build_object('name', :name::text))
       or (stream = :master and payload ->> 'userId' = :id))
     group by stream order by stream`,
    { email, name, id, master: MASTER_STREAM },
  );
  let erased = 0;
  for (const { stream, seqs } of rows)
    erased += await erasePayloads(trx, { stream, seqs }, { ...by, key: `person:${id}`, reason: 'person' });
  return erased;
}
