import { localDate } from '../../domain/calendar/zone';
import { handlesPersonalData } from '../../domain/planning/criticality';
import { crossingsOf, type DataFlow } from '../../domain/residency/crossings';
import type { Crossing } from '../../domain/residency/schema';
import type { Db } from '../knex';
import { together } from '../together';
import type { EngagementRow } from '../stores/engagements';
import { subcontractorsOf } from '../stores/subcontractors';
import { findVendor } from '../stores/vendors';
import { contractInForce } from './contract-in-force';
import { residencyRules } from './residency-rules';
import { vendorRules } from './vendor-rules';

interface Asked {
  readonly now: number;
  /** The vendor that is proposed, before one is chosen. */
  readonly vendorId?: string;
  /** Countries that a change of the contract would name. */
  readonly dataCountries?: readonly string[] | undefined;
}

/** Where data of an engagement leaves the country, as its records say now. */
export async function dataCrossings(db: Db, engagement: EngagementRow, asked: Asked): Promise<readonly Crossing[]> {
  const [flow, rules, vendors] = await together(db, [
    () => dataFlowOf(db, engagement, asked),
    () => residencyRules(db),
    () => vendorRules(db),
  ]);
  const homeCountries = rules.homeCountry === null ? vendors.homeCountries : [rules.homeCountry];
  return crossingsOf(flow, { ...rules, homeCountries });
}

async function dataFlowOf(db: Db, engagement: EngagementRow, asked: Asked): Promise<DataFlow> {
  const { id, needs, time_zone: zone } = engagement;
  const vendorId = asked.vendorId ?? engagement.vendor_id;
  const [vendor, contract, subcontractors] = await together(db, [
    () => (vendorId === null ? null : findVendor(db, vendorId)),
    () => contractInForce(db, id, localDate(zone, asked.now)),
    () => subcontractorsOf(db, id),
  ]);
  return {
    personalData: handlesPersonalData(needs),
    importantData: needs.importantData === true,
    dataCountries: asked.dataCountries ?? contract?.terms.dataCountries ?? needs.dataCountries ?? [],
    vendor,
    // Who was refused and does not work touches nothing.
    subcontractors: subcontractors.filter(({ active, consent }) => active || consent !== 'refused'),
  };
}
