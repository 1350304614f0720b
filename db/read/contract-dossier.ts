import { asksLegal, holdingWaivers } from '../../domain/contract/waivers';
import type { ContractFacts } from '../../domain/contract/completeness';
import { handlesPersonalData } from '../../domain/planning/criticality';
import type { Db } from '../knex';
import { waiversOf } from '../stores/clause-waivers';
import { findVersion } from '../stores/contract-versions';
import type { EngagementRow } from '../stores/engagements';
import { findPolicy } from '../stores/policies';

/** What the completeness of a version depends on: the engagement, and who waived what. */
export async function contractFacts(db: Db, engagement: EngagementRow, version: number): Promise<ContractFacts> {
  const writer = (await findVersion(db, engagement.id, version))?.writtenById ?? null;
  return {
    criticality: engagement.criticality,
    personalData: handlesPersonalData(engagement.needs),
    waived: holdingWaivers(await waiversOf(db, engagement.id), writer),
    legalDecides: asksLegal((await findPolicy(db, 'gate-contract'))?.steps ?? []),
  };
}
