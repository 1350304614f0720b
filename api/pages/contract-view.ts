import { moneyText, readAmount } from '../../domain/amount';
import { localDate } from '../../domain/calendar/zone';
import { type ContractFacts, missingClauses } from '../../domain/contract/completeness';
import { needsReport, signableFrom } from '../../domain/contract/compliance';
import { recommendedClauses } from '../../domain/contract/recommended-clauses';
import type { ContractBody } from '../../domain/contract/schema';
import type { Person } from '../../domain/people/people';
import { contractFacts } from '../../db/read/contract-dossier';
import { contractInForce } from '../../db/read/contract-in-force';
import { serviceTypeOf } from '../../db/read/service-types';
import { termOf } from '../../db/read/term';
import { workCalendarOf } from '../../db/read/work-calendar';
import type { Db } from '../../db/knex';
import { type KeptWaiver, waiversOf } from '../../db/stores/clause-waivers';
import { complianceOf } from '../../db/stores/compliance';
import { findVersion } from '../../db/stores/contract-versions';
import { signaturesOf } from '../../db/stores/contracts';
import type { EngagementRow } from '../../db/stores/engagements';
import type { ClauseView, ContractView } from '../../templates/contract-page-data';
import { waiverForms } from './contract-forms';
import { contractLife } from './contract-life-view';

/** The contract with its dates as they stand today in the engagement's own zone; null before there is one. */
export async function contractView(
  db: Db,
  row: EngagementRow,
  { person, now }: { readonly person: Person; readonly now: number },
): Promise<ContractView | null> {
  const today = localDate(row.time_zone, now);
  const contract = await contractInForce(db, row.id, today);
  if (!contract) return null;
  const [signatures, term, facts, waivers, version, life] = await Promise.all([
    signaturesOf(db, row.id),
    termOf(db, row.id, today),
    contractFacts(db, row, contract.version),
    waiversOf(db, row.id),
    findVersion(db, row.id, contract.version),
    contractLife(db, { row, person }),
  ]);
  const { clauses: catalogue } = await serviceTypeOf(db, row.service_type);
  const formsOf: FormsOf = (code) => waiverForms({ row, person }, { code, writtenById: version?.writtenById ?? null });
  const recommended = recommendedClauses(contract.terms.clauses, { catalogue, facts });
  const { start, renewal, monthlyFee, atRiskBp } = contract.terms;
  return {
    start: start ?? null,
    currentEnd: term?.currentEnd ?? null,
    noticeDeadline: term?.noticeDeadline ?? null,
    renewal: renewal ?? null,
    monthlyFee:
      monthlyFee === undefined ? null : moneyText(readAmount(monthlyFee, { path: 'monthlyFee' }), row.currency),
    feeRests: contract.terms.feeRestsWhenSuspended ?? false,
    atRiskBp: atRiskBp ?? null,
    version: contract.version,
    report: await reportOf(db, row),
    missing: missingClauses(contract.terms, facts).length,
    clauses: clausesOf(contract.terms, facts, { waivers, formsOf }),
    recommended: recommended.map(({ names, status }) => ({ names, status })),
    signatures: signatures.map(({ party, signatory, signedAt }) => ({ party, signatory, at: Date.parse(signedAt) })),
    ...life,
  };
}

/** What may be done about a clause that is missing. */
type FormsOf = (code: string) => ClauseView['forms'];

/** What is there, what somebody waived, and what is missing: as gate G3 sees it. */
function clausesOf(
  terms: ContractBody,
  facts: ContractFacts,
  { waivers, formsOf }: { readonly waivers: readonly KeptWaiver[]; readonly formsOf: FormsOf },
): readonly ClauseView[] {
  const missing = new Set(missingClauses(terms, facts).map(({ path }) => path.replace(/^clauses\./, '')));
  const given = terms.clauses.filter(({ code }) => !missing.has(code) && !facts.waived.has(code));
  const waived = waivers.filter(({ code }) => facts.waived.has(code) && !isPresent(terms, code));
  return [
    ...[...missing].map((code) => ({ code, status: 'missing' as const, reason: null, forms: formsOf(code) })),
    ...waived.map(({ code, reason }) => ({ code, status: 'waived' as const, reason, forms: [] })),
    ...terms.clauses
      .filter((clause) => given.includes(clause) || clause.status === 'present')
      .map(({ code, status, reason }) => ({ code, status, reason: reason ?? null, forms: [] })),
  ];
}

const isPresent = ({ clauses }: ContractBody, code: string): boolean =>
  clauses.some((clause) => clause.code === code && clause.status === 'present');

async function reportOf(db: Db, { id, criticality, time_zone }: EngagementRow): Promise<ContractView['report']> {
  const { regulated, reportedOn } = await complianceOf(db, id);
  if (!needsReport({ criticality, regulated })) return null;
  const calendar = await workCalendarOf(db, time_zone);
  return { signableFrom: reportedOn === undefined ? null : signableFrom(reportedOn, calendar) };
}
