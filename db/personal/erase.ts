import { createHash } from 'node:crypto';
import { ENDED_STATES } from '../../domain/engagement/statuses';
import type { ErasureFacts } from '../../domain/people/erasure';
import type { Person } from '../../domain/people/people';
import type { Db } from '../knex';
import { engagementStream } from '../stores/audit';
import { type Erasure, erasePayloads } from '../stores/audit-erasure';
import { eraseReplies } from '../stores/idempotency';
import type { Trx } from '../transaction';
import { addressBindings, holdsAddress } from './address';
import type { Payloads } from './payloads';

const OF = engagementStream('');

/** The engagements of which something would go are held, so that a legal hold is placed before or after it. */
export async function holdEngagements(trx: Trx, payloads: Payloads): Promise<void> {
  const ids = [...payloads.keys()].flatMap((stream) => (stream.startsWith(OF) ? [stream.slice(OF.length)] : []));
  await trx('engagements').whereIn('id', ids).orderBy('id').forUpdate().select('id');
}

export async function erasureFacts(
  db: Db,
  { id, email, active }: Pick<Person, 'id' | 'email' | 'active'>,
  payloads: Payloads,
): Promise<ErasureFacts> {
  const { rows } = await db.raw<{ rows: { erased: boolean; open: number; held: string[] }[] }>(
    `select erased_at is not null as erased,
       (select count(*) from request_tasks t join requests r on r.id = t.request_id
         where t.status = 'active' and r.status = 'pending' and :id in (t.assignee_id, t.owner_id))
       + (select count(*) from action_items where state in ('open', 'submitted') and :id in (assignee_id, approver_id))
       + (select count(*) from engagements where state <> all (:ended)
           and (:id in (owner_id, sponsor_id) or position(:named in roles::text) > 0)) as open,
       array(select e.number from engagements e
         where exists (select from legal_holds h where h.engagement_id = e.id and h.released_at is null)
           and (:id in (e.owner_id, e.sponsor_id) or position(:named in e.roles::text) > 0
             or :streams || e.id = any (:touched)
             or exists (select from mail_log m where m.engagement_id = e.id and (m.recipient_id = :id or lower(m.address) = lower(:email)))
             or exists (select from survey_invitations i join surveys s on s.id = i.survey_id
               where s.engagement_id = e.id and lower(i.email) = lower(:email))
             or exists (select from audit_events a where a.stream = :streams || e.id and :id in (a.actor_id, a.on_behalf_of_id)))
         order by e.number) as held
     from users where id = :id`,
    { id, named: id, email, ended: [...ENDED_STATES], streams: OF, touched: [...payloads.keys()] },
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
  { payloads, ...by }: Omit<Erasure, 'key' | 'reason'> & { readonly payloads: Payloads },
): Promise<Readonly<Record<string, number>>> {
  const own = { user_id: person.id };
  const counts = {
    sessions: await trx('sessions').where(own).delete(),
    identities: await trx('identities').where(own).delete(),
    passwords: await trx('passwords').where(own).delete(),
    tokens: await trx('tokens').where(own).delete(),
    recoveryCodes: await trx('recovery_codes').where(own).delete(),
    secondFactors: await trx('second_factors').where(own).delete(),
    passkeys: await trx('passkeys').where(own).delete(),
    roleChanges: await trx('role_changes').where(own).delete(),
    appointments: await trx('appointment_changes').where({ subject: person.id }).delete(),
    absences: await trx('absences').where(own).delete(),
    replies: await forgetReplies(trx, person),
    contacts: await trx('vendors')
      .whereRaw('lower(contact_email) = lower(?)', [person.email])
      .update({ contact_name: null, contact_email: null, version: trx.raw('version + 1') }),
    mails: await forgetMails(trx, person),
    invitations: await trx('survey_invitations')
      .whereRaw('lower(email) = lower(?)', [person.email])
      .update({ name: null, email: null }),
    payloads: await eraseAll(trx, payloads, { ...by, key: `person:${person.id}`, reason: 'person' }),
  };
  await becomeNobody(trx, person.id, by.now);
  return counts;
}

async function becomeNobody(trx: Trx, id: string, now: number): Promise<void> {
  await trx('users')
    .where({ id })
    .update({
      name: pseudonymOf(id),
      email: `${pseudonymOf(id)}@erased.invalid`,
      roles: [],
      manager_id: null,
      department_id: null,
      employee_id: null,
      digest: false,
      erased_at: new Date(now),
      updated_at: new Date(now),
      version: trx.raw('version + 1'),
    });
}

async function forgetReplies(trx: Trx, { id, email }: Person): Promise<number> {
  const own = await trx('idempotency_keys').where({ principal: id }).delete();
  return own + (await eraseReplies(trx, holdsAddress("concat_ws(' ', headers, body)"), addressBindings(email)));
}

async function forgetMails(trx: Trx, { id, email }: Person): Promise<number> {
  const waiting = await trx('mail_orders').where({ recipient_id: id }).delete();
  const sent = await trx('mail_log')
    .where((mail) => mail.where({ recipient_id: id }).orWhereRaw('lower(address) = lower(?)', [email]))
    .update({ address: null, subject: null, last_error: null, ordered_for: null, facts: null });
  return waiting + sent;
}

async function eraseAll(trx: Trx, payloads: Payloads, erasure: Erasure): Promise<number> {
  let erased = 0;
  for (const [stream, seqs] of payloads) erased += await erasePayloads(trx, { stream, seqs }, erasure);
  return erased;
}
