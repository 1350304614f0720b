import { DomainError } from '../../domain/errors';
import { earliestEnd } from '../../domain/exit/notice';
import { contractInForce } from '../../db/read/contract-in-force';
import type { DossierOf } from './dossier';

/** G5: why and when the service ends; the contractual notice is kept unless the vendor is in breach. */
export const exitDossier: DossierOf = async ({ db, engagement, order }) => {
  const { termination } = order;
  if (!termination)
    throw new DomainError('GATE_INCOMPLETE', 'Name cause and dates.', [
      { path: 'cause', message: 'is needed: use POST /engagements/{id}/termination' },
    ]);
  const contract = await contractInForce(db, engagement.id, termination.noticeDate);
  const earliest = contract?.terms.notice ? earliestEnd(termination, contract.terms.notice) : termination.noticeDate;
  if (termination.effectiveDate < earliest) {
    const message = `must not be before ${earliest}: the contract asks for its notice`;
    throw new DomainError('GATE_INCOMPLETE', 'The notice is too short.', [{ path: 'effectiveDate', message }]);
  }
  return {
    title: `${engagement.number} ${engagement.title}: exit on ${termination.effectiveDate}`,
    data: { ...termination },
  };
};
