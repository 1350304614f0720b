import { contractObjection } from '../../domain/contract/completeness';
import { DomainError } from '../../domain/errors';
import { handlesPersonalData } from '../../domain/planning/criticality';
import { contractOf } from '../../db/stores/contracts';
import type { DossierOf } from './dossier';

/** G3: the terms that will be signed, every required clause present or waived. */
export const contractDossier: DossierOf = async ({ db, engagement }) => {
  const contract = await contractOf(db, engagement.id);
  if (!contract)
    throw new DomainError('GATE_INCOMPLETE', 'There is no contract yet.', [{ path: 'contract', message: 'is needed' }]);
  const { terms } = contract;
  const objection = contractObjection(terms, {
    criticality: engagement.criticality,
    personalData: handlesPersonalData(engagement.needs),
  });
  if (objection) throw DomainError.from(objection);
  return {
    title: `${engagement.number} ${engagement.title}: contract`,
    data: {
      contractVersion: contract.version,
      start: terms.start,
      initialMonths: terms.initialMonths,
      renewal: terms.renewal,
      notice: terms.notice,
      monthlyFee: terms.monthlyFee,
      amount: Number(terms.monthlyFee?.amount ?? 0) * (terms.initialMonths ?? 0),
      waived: terms.clauses.filter(({ status }) => status === 'waived').map(({ code }) => code),
      flags: terms.clauses.some(({ status }) => status === 'waived') ? ['CLAUSE_WAIVED'] : [],
    },
  };
};
