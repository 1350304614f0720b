import { z } from 'zod';
import { DomainError } from '../../../domain/errors';
import type { Person } from '../../../domain/people/people';
import { Uuid } from '../../../domain/shapes';
import {
  ClearHit,
  HIT_STATUSES,
  SanctionsHitView,
  SanctionsLine,
  SanctionsListView,
  SanctionsUpload,
} from '../../../domain/vendor/sanctions-schema';
import { appendAudit, MASTER_STREAM } from '../../../db/stores/audit';
import {
  clearHit,
  currentSanctionsList,
  listHits,
  lockHit,
  replaceSanctionsList,
  type SanctionsHit,
  vendorsToScreen,
} from '../../../db/stores/sanctions';
import { screenVendors, settleHits } from '../../../db/stores/screening';
import { findVendor } from '../../../db/stores/vendor-master';
import { inTransaction, type Trx } from '../../../db/transaction';
import { idCursor, pageOf, pageQuery, toPage } from '../../paging';
import { type Call, ok, type Route, route } from '../../route';
import type { Services } from '../../services';
import type { SheetRow } from '../../sheets/sheet';
import { faultsError, type ImportColumn, linesOf, parseLine } from '../../sheets/table';

type Deps = Pick<Services, 'db'>;
const Params = z.strictObject({ id: Uuid });
type Params = z.infer<typeof Params>;

export const sanctionsRoutes = (deps: Deps): readonly Route[] => [upload(deps), list(deps), hits(deps), clear(deps)];

const COLUMNS: readonly ImportColumn[] = [
  { key: 'name', titles: ['名称', '姓名'], required: true },
  { key: 'identifier', titles: ['证件号', '识别号', 'id'] },
  { key: 'country', titles: ['国家', '国家/地区'] },
  { key: 'program', titles: ['名单', '制裁项目', 'list'] },
];

const upload = ({ db }: Deps): Route =>
  route<unknown, unknown, readonly SheetRow[]>({
    method: 'put',
    path: '/sanctions-list',
    summary: 'Replace the list of sanctioned parties and look every vendor up on it',
    tag: 'Vendors',
    access: ['admin'],
    sheet: true,
    answers: { 200: SanctionsUpload },
    handle: async ({ body, actor, channel, now, newId }) => {
      const entries = entriesOf(body);
      const flagged = await inTransaction(db, async (trx) => {
        await replaceSanctionsList(trx, { id: newId, uploadedBy: actor.id, entries, now });
        const payload = { listId: newId, entries: entries.length };
        const entry = { key: `sanctions.list:${newId}`, at: now, type: 'sanctions.list', actorId: actor.id, channel };
        await appendAudit(trx, MASTER_STREAM, [{ ...entry, payload }]);
        return screenVendors(trx, await vendorsToScreen(trx), { actorId: actor.id, channel, now });
      });
      return ok({ ...(await currentSanctionsList(db)), flagged });
    },
  });

function entriesOf(rows: readonly SheetRow[]) {
  const parsed = linesOf(rows, COLUMNS).map((line) => {
    const { name = '', identifier, country, program } = line.cells;
    const value = { name, identifier: identifier || null, country: country || null, program: program || null };
    return { row: line.row, result: parseLine(SanctionsLine, line, value) };
  });
  const faults = parsed.flatMap(({ result }) => ('faults' in result ? result.faults : []));
  if (faults.length > 0) throw faultsError(faults);
  return parsed.flatMap(({ row, result }) => ('value' in result ? [{ row, ...result.value }] : []));
}

const list = ({ db }: Deps): Route =>
  route({
    method: 'get',
    path: '/sanctions-list',
    summary: 'The list of sanctioned parties that vendors are compared with',
    tag: 'Vendors',
    access: 'insiders',
    answers: { 200: SanctionsListView },
    handle: async () => {
      const current = await currentSanctionsList(db);
      if (!current) throw new DomainError('NOT_FOUND', 'No list has been uploaded yet.');
      return ok(current);
    },
  });

const Query = z.strictObject({
  ...pageQuery,
  vendorId: Uuid.optional(),
  status: z.enum(HIT_STATUSES).optional(),
});

const hits = ({ db }: Deps): Route =>
  route<unknown, z.infer<typeof Query>>({
    method: 'get',
    path: '/sanctions-hits',
    summary: 'Vendors that resemble a sanctioned party',
    tag: 'Vendors',
    access: 'insiders',
    query: Query,
    answers: { 200: pageOf(SanctionsHitView) },
    handle: async ({ query: { cursor, limit, ...filter } }) => {
      const after = idCursor(cursor);
      return ok(toPage(await listHits(db, { ...filter, after, limit: limit + 1 }), limit, ({ id }) => [id]));
    },
  });

const clear = ({ db }: Deps): Route =>
  route<Params, unknown, ClearHit>({
    method: 'post',
    path: '/sanctions-hits/{id}/clear',
    summary: 'Say as a second person, with the reason, that a vendor is not the sanctioned party',
    tag: 'Vendors',
    access: ['admin', 'legal', 'security'],
    params: Params,
    body: ClearHit,
    stepUp: true,
    answers: { 200: SanctionsHitView },
    handle: async (call) => ok(await inTransaction(db, (trx) => cleared(trx, call))),
  });

async function cleared(trx: Trx, { params, body, actor, channel, now }: Call<Params, unknown, ClearHit>) {
  const hit = await lockHit(trx, params.id);
  if (!hit) throw new DomainError('NOT_FOUND', 'There is no such hit.');
  await checkSecondPerson(trx, hit, actor);
  if (hit.status !== 'open') throw new DomainError('STATE_CONFLICT', `This hit is ${hit.status}.`);
  await clearHit(trx, hit.id, { by: actor.id, reason: body.reason, now });
  await settleHits(trx, hit.vendorId, now);
  const payload = { vendorId: hit.vendorId, name: hit.entry.name, reason: body.reason };
  const type = 'vendor.sanctions-cleared';
  await appendAudit(trx, MASTER_STREAM, [
    { key: `${type}:${hit.id}:${now}`, at: now, type, actorId: actor.id, channel, payload },
  ]);
  return lockHit(trx, hit.id);
}

/** Who brought the vendor in, or looks after it, does not judge alone. */
async function checkSecondPerson(trx: Trx, hit: SanctionsHit, actor: Person): Promise<void> {
  const vendor = await findVendor(trx, hit.vendorId);
  if (actor.id === hit.raisedBy || actor.id === vendor?.ownerId)
    throw new DomainError('FORBIDDEN', 'A second person clears this: not the owner of the vendor, nor who raised it.');
}
