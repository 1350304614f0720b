import { expiringAssessments } from '../db/stores/assessments';
import { openActionItem } from '../db/stores/action-items';
import { appendAudit, MASTER_STREAM } from '../db/stores/audit';
import { findPerson } from '../db/stores/people';
import { vendorsToScreen } from '../db/stores/sanctions';
import { screenVendors } from '../db/stores/screening';
import { allVendors, lockVendor, updateVendor } from '../db/stores/vendor-master';
import { settleVendorWork, stewardOf, vendorsWithWork } from '../db/stores/vendor-work';
import type { Trx } from '../db/transaction';
import { dueOnDay } from '../domain/action-item/marks';
import { addDays } from '../domain/calendar/civil';
import { localDate, startOfDate } from '../domain/calendar/zone';
import { demotingCertificate, type Duty, dutiesOf, VENDOR_WORK } from '../domain/vendor/care';
import { certificateKey } from '../domain/vendor/certificates';
import type { Vendor } from '../domain/vendor/vendor-schema';

/** A week apart, from the thirtieth day before the end on. */
const REMIND_DAYS = [23, 16, 9, 2];
const LOOK_AHEAD_DAYS = 30;

/**
 * Nightly: papers and checks that run out become work of the vendor's owner, what was renewed is done, a vendor whose
 * certificate is past its grace is conditional, and the list of sanctioned parties is read again. Keys make each of it
 * happen once, however many nights were missed or repeated.
 */
export async function careForVendors(trx: Trx, now: number): Promise<void> {
  const today = localDate('UTC', now);
  const assessments = await expiringAssessments(trx, addDays(today, LOOK_AHEAD_DAYS));
  const busy = await vendorsWithWork(trx, VENDOR_WORK);
  for (const vendor of await allVendors(trx)) {
    const cared = await demoted(trx, vendor, now);
    const own = assessments.filter(({ vendorId }) => vendorId === vendor.id);
    const duties = dutiesOf(cared, own, today);
    if (duties.length > 0 || busy.has(vendor.id)) await keepWork(trx, { vendor: cared, duties, now });
  }
  await screenVendors(trx, await vendorsToScreen(trx), { actorId: null, channel: 'system', now });
}

/** The vendor as it is from now on. */
async function demoted(trx: Trx, seen: Vendor, now: number): Promise<Vendor> {
  const today = localDate('UTC', now);
  if (!demotingCertificate(seen, today)) return seen;
  const vendor = (await lockVendor(trx, seen.id)) ?? seen;
  const certificate = demotingCertificate(vendor, today);
  if (!certificate) return vendor;
  const conditional = { ...vendor, status: 'conditional' as const };
  await updateVendor(trx, conditional, now);
  const key = `vendor.demoted:${vendor.id}:${certificateKey(certificate)}:${now}`;
  const payload = { vendorId: vendor.id, certificate: certificateKey(certificate) };
  await appendAudit(trx, MASTER_STREAM, [{ key, at: now, type: 'vendor.demoted', channel: 'system', payload }]);
  return conditional;
}

interface Work {
  readonly vendor: Vendor;
  readonly duties: readonly Duty[];
  readonly now: number;
}

async function keepWork(trx: Trx, { vendor, duties, now }: Work): Promise<void> {
  for (const kind of VENDOR_WORK) {
    const keep = duties.filter((duty) => duty.kind === kind).map(({ key }) => key);
    await settleVendorWork(trx, { vendorId: vendor.id, kind, keep, now });
  }
  const steward = duties.length > 0 ? await stewardOf(trx, vendor.id) : null;
  const timeZone = (steward !== null && (await findPerson(trx, steward))?.timeZone) || 'UTC';
  if (steward === null) return;
  for (const { key, kind, title, opensOn, dueOn } of duties)
    await openActionItem(trx, {
      key,
      vendorId: vendor.id,
      kind,
      title,
      assigneeId: steward,
      opensAt: Math.min(now, startOfDate(timeZone, opensOn)),
      dueAt: dueOnDay(timeZone, dueOn),
      remindDays: REMIND_DAYS,
      now,
    });
}
