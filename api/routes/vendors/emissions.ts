import { z } from 'zod';
import { RecordedEmissions, VendorEmissions } from '../../../domain/green/ledger-schema';
import { DomainError } from '../../../domain/errors';
import { Uuid } from '../../../domain/shapes';
import { appendAudit, MASTER_STREAM } from '../../../db/stores/audit';
import { addEmissions, emissionVersions } from '../../../db/stores/vendor-emissions';
import { findVendor } from '../../../db/stores/vendor-master';
import { inTransaction } from '../../../db/transaction';
import { pageOf, wholeOf } from '../../paging';
import { ok, type Route, route } from '../../route';
import type { Services } from '../../services';

type Deps = Pick<Services, 'db'>;
const Params = z.strictObject({ id: Uuid });
type Params = z.infer<typeof Params>;

/** What vendors report of their emissions. */
export const emissionRoutes = (deps: Deps): readonly Route[] => [put(deps), list(deps)];

const put = ({ db }: Deps): Route =>
  route<Params, unknown, VendorEmissions>({
    method: 'put',
    path: '/vendors/{id}/emissions',
    summary: 'Put what a vendor emitted and earned in a year on record; each time a new version of the year',
    tag: 'Vendors',
    access: ['admin', 'manager'],
    params: Params,
    body: VendorEmissions,
    answers: { 200: RecordedEmissions },
    handle: async ({ params: { id: vendorId }, body: figures, actor, channel, now, requestId }) => {
      const version = await inTransaction(db, async (trx) => {
        if (!(await findVendor(trx, vendorId))) throw new DomainError('NOT_FOUND', 'There is no such vendor.');
        const added = await addEmissions(trx, { vendorId, figures, actorId: actor.id, now });
        const payload = { vendorId, version: added, ...figures };
        await appendAudit(trx, MASTER_STREAM, [
          {
            key: `vendor.emissions:${requestId}`,
            at: now,
            type: 'vendor.emissions',
            actorId: actor.id,
            channel,
            payload,
          },
        ]);
        return added;
      });
      return ok({ ...figures, version, recordedBy: actor.id, recordedAt: new Date(now).toISOString() });
    },
  });

const list = ({ db }: Deps): Route =>
  route<Params>({
    method: 'get',
    path: '/vendors/{id}/emissions',
    summary: 'What a vendor emitted and earned by year, newest first; every version',
    tag: 'Vendors',
    access: 'insiders',
    params: Params,
    answers: { 200: pageOf(RecordedEmissions) },
    handle: async ({ params: { id } }) => {
      if (!(await findVendor(db, id))) throw new DomainError('NOT_FOUND', 'There is no such vendor.');
      return ok(wholeOf(await emissionVersions(db, id)));
    },
  });
