import { z } from 'zod';
import { LEAVING } from '../../domain/engagement/statuses';
import { Key, LongText } from '../../domain/shapes';
import { declareReturn, openReturns } from '../../domain/exit/returns';
import type { Db } from '../../db/knex';
import type { EngagementRow } from '../../db/stores/engagements';
import { returnsOf, saveReturned } from '../../db/stores/exit-returns';
import type { ServicePage, TypedOnPage } from '../../templates/service-page-data';
import { editableIn } from '../engagement-scope';
import { formField } from '../pages/csrf';
import { parseWith } from '../parse';
import type { ServiceUse } from './acts';
import { doneAs, refusedAs, type ServiceOutcome } from './outcome';
import { changeAsVendor } from './writes';

/** What the vendor has not given back yet; before it is left it is not asked. */
export async function returnsForVendor(
  db: Db,
  engagement: EngagementRow,
  typed: TypedOnPage,
): Promise<ServicePage['returns']> {
  const stored = LEAVING.includes(engagement.state) ? await returnsOf(db, engagement.id) : null;
  return openReturns(stored?.items ?? []).map(({ key, kind, title, holder, count, declared }) => ({
    ...{ key, kind, title, holder, count },
    declaredAt: declared === null ? null : Date.parse(declared.at),
    note: declared?.note ?? null,
    typed: typed.about === key ? (typed.fields['note'] ?? '') : '',
    refusal: typed.about === key ? typed.refusal : null,
  }));
}

const GivenBack = z.strictObject({ note: LongText });

/** The vendor declares that it has given something back; that it has come back is confirmed by us. */
export async function giveBack({ services, req, ...use }: ServiceUse): Promise<ServiceOutcome> {
  const key = Key.safeParse(formField(req, 'key'));
  if (!key.success) return refusedAs('DECISION_REQUIRED');
  const { note } = parseWith(GivenBack, { note: formField(req, 'note') }, 'INVALID_FIELDS');
  await changeAsVendor(services.db, use, {
    type: 'exit.return-declared',
    write: async ({ trx, engagement, now }) => {
      editableIn(engagement, LEAVING);
      const known = (await returnsOf(trx, engagement.id))?.items ?? [];
      const said = { key: key.data, note: note || null, at: new Date(now).toISOString() };
      await saveReturned(trx, engagement.id, { items: declareReturn(known, said), now });
    },
    payload: () => ({ key: key.data }),
  });
  return doneAs('give-back');
}
