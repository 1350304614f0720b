import { LEAVING } from '../../domain/engagement/statuses';
import { Key, LongText } from '../../domain/shapes';
import { declareReturn, openReturns } from '../../domain/exit/returns';
import type { Db } from '../../db/knex';
import type { EngagementRow } from '../../db/stores/engagements';
import { returnsOf, saveReturned } from '../../db/stores/exit-returns';
import type { ServicePage } from '../../templates/service-page-data';
import { editableIn } from '../engagement-scope';
import { formField } from '../pages/csrf';
import type { ServiceOutcome, ServiceUse } from './acts';
import { changeAsVendor } from './writes';

/** What the vendor has not given back yet; before it is left it is not asked. */
export async function returnsForVendor(db: Db, engagement: EngagementRow): Promise<ServicePage['returns']> {
  const stored = LEAVING.includes(engagement.state) ? await returnsOf(db, engagement.id) : null;
  return openReturns(stored?.items ?? []).map(({ key, kind, title, holder, count, declared }) => ({
    ...{ key, kind, title, holder, count },
    declaredAt: declared === null ? null : Date.parse(declared.at),
    note: declared?.note ?? null,
  }));
}

/** The vendor declares that it has given something back; that it has come back is confirmed by us. */
export async function giveBack({ services, req, ...use }: ServiceUse): Promise<ServiceOutcome> {
  const key = Key.safeParse(formField(req, 'key'));
  const note = LongText.safeParse(formField(req, 'note'));
  if (!key.success || !note.success) return { done: null, refusal: 'DECISION_REQUIRED' };
  await changeAsVendor(services.db, use, {
    type: 'exit.return-declared',
    write: async ({ trx, engagement, now }) => {
      editableIn(engagement, LEAVING);
      const known = (await returnsOf(trx, engagement.id))?.items ?? [];
      const said = { key: key.data, note: note.data || null, at: new Date(now).toISOString() };
      await saveReturned(trx, engagement.id, { items: declareReturn(known, said), now });
    },
    payload: () => ({ key: key.data }),
  });
  return { done: 'give-back', refusal: null };
}
