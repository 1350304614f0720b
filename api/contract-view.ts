import { z } from 'zod';
import { requiredClauses } from '../domain/contract/clauses';
import { missingClauses } from '../domain/contract/completeness';
import { recommendedClauses } from '../domain/contract/recommended-clauses';
import { ContractBody } from '../domain/contract/schema';
import { WaiverView } from '../domain/contract/version-schema';
import { DomainError } from '../domain/errors';
import { Bilingual } from '../domain/shapes';
import { contractFacts } from '../db/read/contract-dossier';
import { contractInForce } from '../db/read/contract-in-force';
import { serviceTypeOf } from '../db/read/service-types';
import { termOf } from '../db/read/term';
import { waiversOf } from '../db/stores/clause-waivers';
import { findVersion } from '../db/stores/contract-versions';
import { signaturesOf } from '../db/stores/contracts';
import type { EngagementRow } from '../db/stores/engagements';
import type { Db } from '../db/knex';

const Signature = z.strictObject({
  party: z.enum(['us', 'vendor']),
  signatory: z.string(),
  signedAt: z.string(),
  method: z.enum(['manual-upload', 'e-sign']).nullable(),
  documentId: z.string().nullable(),
  documentSha256: z.string().nullable(),
  contractVersion: z.int().nullable(),
  contractSha256: z.string().nullable(),
});

export const ContractView = ContractBody.extend({
  version: z.int(),
  /** Of the terms of this version. */
  sha256: z.string(),
  signatures: z.array(Signature),
  requiredClauses: z.array(z.string()),
  missingClauses: z.array(z.string()),
  /** What the kind of service recommends besides; it keeps no gate shut. */
  recommendedClauses: z.array(
    z.strictObject({
      code: z.string(),
      names: Bilingual,
      status: z.enum(['present', 'absent', 'waived', 'open']),
    }),
  ),
  waivers: z.array(WaiverView),
  currentEnd: z.string().nullable(),
  noticeDeadline: z.string().nullable(),
  reminders: z.array(z.string()),
  renewedTimes: z.int(),
  status: z.string().nullable(),
});
export type ContractView = z.infer<typeof ContractView>;

/** The contract in force on a day, its clauses measured against what the engagement needs, and its dates seen on that day. */
export async function contractView(db: Db, engagement: EngagementRow, asOf: string): Promise<ContractView> {
  const contract = await contractInForce(db, engagement.id, asOf);
  if (!contract) throw new DomainError('NOT_FOUND', 'There is no contract yet.');
  const facts = await contractFacts(db, engagement, contract.version);
  const { clauses: catalogue } = await serviceTypeOf(db, engagement.service_type);
  const [term, signatures, version, waivers] = await Promise.all([
    termOf(db, engagement.id, asOf),
    signaturesOf(db, engagement.id),
    findVersion(db, engagement.id, contract.version),
    waiversOf(db, engagement.id),
  ]);
  return {
    ...contract.terms,
    version: contract.version,
    sha256: version?.sha256 ?? '',
    signatures: [...signatures],
    requiredClauses: [...requiredClauses(facts)],
    missingClauses: missingClauses(contract.terms, facts).map(({ path }) => path.replace(/^clauses\./, '')),
    recommendedClauses: [...recommendedClauses(contract.terms.clauses, { catalogue, facts })],
    waivers: waivers.map((waiver) => ({ ...waiver, holds: facts.waived.has(waiver.code) })),
    currentEnd: term?.currentEnd ?? null,
    noticeDeadline: term?.noticeDeadline ?? null,
    reminders: [...(term?.reminders ?? [])],
    renewedTimes: term?.renewedTimes ?? 0,
    status: term?.status ?? null,
  };
}
