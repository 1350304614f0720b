import { type Request, Router } from 'express';
import { v7 as uuidv7 } from 'uuid';
import { localDate } from '../../domain/calendar/zone';
import { DomainError } from '../../domain/errors';
import { hasRole, mayManage } from '../../domain/people/people';
import { Uuid } from '../../domain/shapes';
import { current, daysLeft } from '../../domain/vendor/certificates';
import { type Vendor, VENDOR_STATUSES } from '../../domain/vendor/vendor-schema';
import { findVendor, listVendors } from '../../db/stores/vendor-master';
import type { Shell } from '../../templates/shell';
import type { VendorImportPage, VendorRow, VendorsPage } from '../../templates/supplier-page-data';
import { readSheetRows } from '../sheets/read';
import { bareFault } from '../sheets/table';
import { parseWith } from '../parse';
import { VENDOR_EDITORS } from '../routes/vendors/master';
import { knownVendor } from '../vendors/change';
import { importVendors } from '../vendors/import';
import { formField } from './csrf';
import { filesOf } from './form-files';
import { emptySteps } from './empty-steps';
import type { Guarded, SignedIn } from './guard';
import { countTodo } from './inbox-page';
import { livePart } from './live-pages';
import { mustManage } from './may-send';
import { NEW_VENDOR, newVendorPage } from './new-vendor';
import { type PageDeps, queryText, sendPage, shellFor } from './reader';
import type { Requests } from './requests-port';
import { vendorFormPages } from './vendor-form-pages';
import { vendorPageData } from './vendor-view';

const PAGE = 50;
const SOON_DAYS = 30;
const FRESH: VendorImportPage = { report: null, faults: [] };

/** The list of vendors, one of them with all there is, and the form that brings many in. */
export function vendorPages(deps: PageDeps, guarded: Guarded, requests: Requests): Router {
  const { insider } = guarded;
  const router = Router();
  router.use(newVendorPage(deps, guarded, requests), vendorFormPages(deps, guarded, requests));
  const shell: ShellOf = async (reader, title = null) =>
    shellFor(reader, deps, { nav: 'vendors', title, todo: await countTodo(requests, reader.person.id) });
  router.get(
    '/vendors',
    insider(async (req, res, reader) => {
      const data = { shell: await shell(reader), ...(await listData(deps, reader, req)) };
      sendPage(res, reader, { name: 'vendors', data });
    }),
  );
  router.use(importPages(deps, guarded, shell));
  router.get(
    '/vendors/:id',
    insider(async (req, res, reader) => {
      const id = parseWith(Uuid, req.params['id'], 'NOT_FOUND');
      const vendor = knownVendor(await findVendor(deps.db, id));
      const live = await livePart(deps, { kind: 'vendor', id });
      const record = await vendorPageData(deps.db, vendor, { reader, now: deps.clock() });
      const data = { shell: { ...(await shell(reader, vendor.name)), live }, ...record };
      sendPage(res, reader, { name: 'vendor-record', data });
    }),
  );
  return router;
}

type ShellOf = (reader: SignedIn, title?: string | null) => Promise<Shell>;

function importPages(deps: PageDeps, { insider }: Guarded, shell: ShellOf): Router {
  const router = Router();
  router.get(
    '/vendors/import',
    insider(async (_req, res, reader) => {
      mustManage(reader.person);
      sendPage(res, reader, { name: 'vendor-import', data: { shell: await shell(reader), ...FRESH } });
    }),
  );
  router.post(
    '/vendors/import',
    insider(async (req, res, reader) => {
      mustManage(reader.person);
      const outcome = await attempted(deps, req, reader);
      const status = outcome.faults.length > 0 ? 422 : 200;
      sendPage(res, reader, { name: 'vendor-import', status, data: { shell: await shell(reader), ...outcome } });
    }),
  );
  return router;
}

async function listData({ db, clock }: PageDeps, { person, timeZone }: SignedIn, req: Request): Promise<VendorsPage> {
  const q = queryText(req, 'q').slice(0, 100);
  const status = VENDOR_STATUSES.find((one) => one === queryText(req, 'status'));
  const expiring = queryText(req, 'expiring') === '1';
  const after = Uuid.safeParse(queryText(req, 'after'));
  const today = localDate(timeZone, clock());
  const found = await listVendors(db, {
    ...(q && { q }),
    ...(status && { status }),
    ...(expiring && { certificateWithinDays: SOON_DAYS }),
    after: after.success ? after.data : null,
    limit: PAGE + 1,
    today,
  });
  const shown = found.slice(0, PAGE);
  const filter = { ...(q && { q }), ...(status && { status }) };
  const last = { ...filter, ...(expiring && { expiring: '1' }), after: shown.at(-1)?.id ?? '' };
  const exported = { ...filter, ...(expiring && { certificateWithinDays: String(SOON_DAYS) }) };
  return {
    q,
    statuses: VENDOR_STATUSES.map((word) => ({ word, current: word === status })),
    expiring,
    filtered: q !== '' || status !== undefined || expiring,
    rows: shown.map((vendor) => rowOf(vendor, today)),
    more: found.length > PAGE ? `/vendors?${new URLSearchParams(last).toString()}` : null,
    exportHref: `/api/v1/vendors/export?${new URLSearchParams(exported).toString()}`,
    newHref: hasRole(person, ...VENDOR_EDITORS) ? NEW_VENDOR : null,
    importHref: mayManage(person) ? '/vendors/import' : null,
    next: emptySteps('vendors', person),
  };
}

function rowOf(
  { id, name, status, tier, country, uscc, lei, flagged, certificates }: Vendor,
  today: string,
): VendorRow {
  const left = current(certificates).map((certificate) => daysLeft(certificate, today));
  const least = Math.min(...left);
  return {
    href: `/vendors/${id}`,
    name,
    status,
    tier,
    country,
    identifier: uscc ?? lei,
    flagged,
    daysLeft: least <= SOON_DAYS ? least : null,
  };
}

/** Imports what the form brings; a refusal is told line by line. */
async function attempted({ db, clock }: PageDeps, req: Request, { person }: SignedIn): Promise<VendorImportPage> {
  const [file] = filesOf(req);
  const dryRun = formField(req, 'dryRun') !== 'false';
  const call = { actor: person, channel: 'page', now: clock(), newId: uuidv7(), query: { dryRun } } as const;
  try {
    if (!file) throw new DomainError('INVALID_FIELDS', 'Choose a file.', [{ path: 'file', message: 'Choose a file.' }]);
    const { faults, ...report } = await importVendors(db, { ...call, body: await readSheetRows(file.content) });
    return { report, faults: faults.map(({ row, column, message }) => ({ where: whereOf(row, column), message })) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return {
      report: null,
      faults: error.errors.map(({ path, message }) => ({ where: spoken(path), message: bareFault(message) })),
    };
  }
}

const whereOf = (row: number, column: string | null): string => (column === null ? String(row) : `${row} · ${column}`);
/** `rows.12.uscc` as people write it. */
const spoken = (path: string): string =>
  path.replace(/^rows\.(\d+)\.?/, (_all, row: string) => `${row} · `).replace(/ · $/, '');
