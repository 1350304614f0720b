import { startOfDate } from '../../domain/calendar/zone';
import { amended, amendmentObjection } from '../../domain/contract/amendment';
import type { AmendmentChanges } from '../../domain/contract/amendment-schema';
import { missingClauses } from '../../domain/contract/completeness';
import { unknownWaivers } from '../../domain/contract/recommended-clauses';
import type { ContractBody } from '../../domain/contract/schema';
import { DomainError } from '../../domain/errors';
import { missingForPrivacy } from '../../domain/residency/crossings';
import type { Db } from '../knex';
import { amendmentsOf, isOpen } from '../stores/amendments';
import { changesOf } from '../stores/change-requests';
import { versionsOf } from '../stores/contract-versions';
import { renewalsOf } from '../stores/contracts';
import type { EngagementRow } from '../stores/engagements';
import { partialsOf } from '../stores/partial-terminations';
import { privacyAssessmentOf } from '../stores/privacy-assessments';
import { contractFacts } from './contract-dossier';
import { dataCrossings } from './data-crossings';
import { serviceTypeOf } from './service-types';

export interface AmendmentDraft {
  readonly baseVersion: number;
  readonly before: ContractBody;
  readonly after: ContractBody;
}

export interface Proposal {
  readonly changes: AmendmentChanges;
  readonly effectiveOn: string;
  /** The change request or partial termination that asks for it. */
  readonly changeId?: string;
}

/** The contract as it would read; refuses what cannot be made of it, and a second amendment beside an open one. */
export async function draftAmendment(
  db: Db,
  engagement: EngagementRow,
  { changes, effectiveOn, changeId }: Proposal,
): Promise<AmendmentDraft> {
  const base = (await versionsOf(db, engagement.id)).at(-1);
  if (!base) throw new DomainError('NOT_FOUND', 'There is no contract yet.');
  const asked = (await changesOf(db, engagement.id)).filter(
    ({ id, status, amendment }) => id !== changeId && status === 'pending' && amendment,
  );
  const leaving = (await partialsOf(db, engagement.id)).some(
    ({ id, status }) => id !== changeId && status === 'pending',
  );
  if (asked.length > 0 || leaving || (await amendmentsOf(db, engagement.id)).some(isOpen))
    throw new DomainError('STATE_CONFLICT', 'Another amendment is being decided or signed; end that one first.');
  const { clauses: catalogue } = await serviceTypeOf(db, engagement.service_type);
  const unknown = unknownWaivers(changes.clauses ?? [], { catalogue, path: 'changes.clauses' });
  if (unknown.length > 0) throw new DomainError('INVALID_FIELDS', 'A clause is waived that nobody knows.', unknown);
  const after = amended(base.terms, changes);
  const entries = await renewalsOf(db, engagement.id);
  const objection = amendmentObjection({
    before: base.terms,
    after,
    effectiveOn,
    lastEffectiveOn: base.effectiveOn,
    entries,
  });
  if (objection) throw DomainError.from(objection);
  const missing = missingClauses(after, await contractFacts(db, engagement, base.version));
  if (missing.length > 0)
    throw new DomainError('CLAUSE_MISSING', missing.map(({ message }) => message).join('; '), missing);
  await refuseUnassessed(db, engagement, { changes, effectiveOn });
  return { baseVersion: base.version, before: base.terms, after };
}

/** Data is not agreed to go where nobody has assessed what that means. */
async function refuseUnassessed(
  db: Db,
  engagement: EngagementRow,
  { changes: { dataCountries }, effectiveOn }: Proposal,
) {
  if (dataCountries === undefined) return;
  const now = startOfDate(engagement.time_zone, effectiveOn);
  const crossings = await dataCrossings(db, engagement, { now, dataCountries });
  const { assessment } = await privacyAssessmentOf(db, engagement.id);
  const missing = missingForPrivacy(crossings, assessment);
  if (missing.length > 0)
    throw new DomainError('PIA_MISSING', missing.map(({ message }) => message).join('; '), missing);
}
