import { insertPerson } from '../../db/stores/people';
import { insertVendor } from '../../db/stores/vendor-master';
import { markSample } from '../../db/stores/samples';
import type { Trx } from '../../db/transaction';
import { DAY_MS } from '../../domain/calendar/civil';
import { localDate } from '../../domain/calendar/zone';
import { dueDiligenceEnd } from '../../domain/vendor/due-diligence';
import { SAMPLE_DOMAIN, SAMPLE_PEOPLE, SAMPLE_VENDORS, type SampleVendor } from '../../domain/samples/words';
import type { Vendor } from '../../domain/vendor/vendor-schema';
import { idOf, type Stage } from './stage';

/** People of the samples: they cannot sign in, are offered nowhere, and nothing is ever sent to them. */
export async function castPeople(trx: Trx, stage: Stage): Promise<void> {
  const { set, words, timeZone, now } = stage;
  for (const key of SAMPLE_PEOPLE) {
    const id = idOf(stage, `person:${key}`);
    await markSample(trx, { setId: set.id, kind: 'person', id });
    const account = { roles: [], managerId: null, departmentId: null, active: false, digest: false } as const;
    const email = `${id}@${SAMPLE_DOMAIN}`;
    await insertPerson(trx, { id, email, name: words.people[key], locale: set.locale, timeZone, ...account }, now);
  }
}

const PART: Readonly<Record<SampleVendor, Pick<Vendor, 'status' | 'tier'>>> = {
  contact: { status: 'conditional', tier: 'standard' },
  systems: { status: 'qualified', tier: 'strategic' },
  freight: { status: 'qualified', tier: 'preferred' },
  couriers: { status: 'qualified', tier: 'preferred' },
  payroll: { status: 'qualified', tier: 'standard' },
  campaigns: { status: 'prospect', tier: null },
};

export async function castVendors(trx: Trx, stage: Stage): Promise<void> {
  for (const key of SAMPLE_VENDORS) {
    const vendor = vendorOf(stage, key);
    await markSample(trx, { setId: stage.set.id, kind: 'vendor', id: vendor.id });
    await insertVendor(trx, vendor, stage.now);
  }
}

function vendorOf(stage: Stage, key: SampleVendor): Vendor {
  const { set, words, timeZone, now } = stage;
  const at = localDate(timeZone, now - 90 * DAY_MS);
  return {
    id: idOf(stage, `vendor:${key}`),
    name: words.vendors[key],
    country: 'CN',
    ...{ uscc: null, lei: null, parentId: null, timeZone: null, flagged: false, version: 1 },
    ...PART[key],
    ownerId: idOf(stage, 'person:owner'),
    contactEmail: `${key}@${SAMPLE_DOMAIN}`,
    contactName: words.contact,
    locale: set.locale,
    certificates: [],
    dueDiligence: key === 'campaigns' ? null : { at, validUntil: dueDiligenceEnd(at), result: 'passed' },
    references: [],
  };
}
