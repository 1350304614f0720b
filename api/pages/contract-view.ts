import { moneyText, readAmount } from '../../domain/amount';
import type { ContractTimeline } from '../../domain/contract/dates';
import type { ContractBody } from '../../domain/contract/schema';
import type { Risk } from '../../domain/risk/record-schema';
import type { Signature } from '../../db/stores/contracts';
import type { ContractView, RiskView } from '../../templates/engagement-page-data';

interface Around {
  readonly signatures: readonly Signature[];
  readonly term: ContractTimeline | null;
  readonly currency: string;
}

export function contractView(terms: ContractBody | null, { signatures, term, currency }: Around): ContractView | null {
  if (!terms) return null;
  const { monthlyFee } = terms;
  return {
    start: terms.start ?? null,
    currentEnd: term?.currentEnd ?? null,
    noticeDeadline: term?.noticeDeadline ?? null,
    renewal: terms.renewal ?? null,
    monthlyFee: monthlyFee === undefined ? null : moneyText(readAmount(monthlyFee, { path: 'monthlyFee' }), currency),
    atRiskBp: terms.atRiskBp ?? null,
    clauses: terms.clauses.map(({ code, status, reason }) => ({ code, status, reason: reason ?? null })),
    signatures: signatures.map(({ party, signatory, signedAt }) => ({ party, signatory, at: Date.parse(signedAt) })),
  };
}

const RED_FROM = 15;
const AMBER_FROM = 8;

export function riskView({ type, cause, likelihood, impact }: Risk): RiskView {
  const exposure = likelihood * impact;
  const level = exposure >= RED_FROM ? 'red' : exposure >= AMBER_FROM ? 'amber' : 'green';
  return { type, cause, likelihood, impact, level };
}
