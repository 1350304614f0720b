import { DomainError } from '../../domain/errors';
import { plannedCase, weighBusinessCase } from '../../domain/planning/business-case';
import { needsObjection } from '../../domain/planning/readiness';
import { scoreSwot } from '../../domain/planning/swot';
import type { DossierOf } from './dossier';

/** G1: objective, scope, SWOT, business case and the plan for the people concerned. */
export const needsDossier: DossierOf = ({ engagement, order }) => {
  const { needs, currency } = engagement;
  const objection = needsObjection(needs, { currency, acknowledged: order.body.acknowledge ?? [] });
  if (objection) return Promise.reject(DomainError.from(objection));
  const planned = plannedCase(needs, currency);
  const weighed = planned && weighBusinessCase(planned);
  const swot = scoreSwot({
    items: (needs.swotItems ?? []).map(({ quadrant, impact, likelihoodOrFit }) => ({
      quadrant,
      impact,
      fit: likelihoodOrFit,
    })),
  });
  return Promise.resolve({
    title: `${engagement.number} ${engagement.title}: needs`,
    data: {
      objective: needs.objectiveType ?? null,
      statement: needs.statement ?? null,
      inScope: needs.inScope ?? [],
      amount: weighed ? Number(weighed.tco.amount) : 0,
      swotIndex: swot.index,
      swotItems: (needs.swotItems ?? []).map(({ quadrant, text, impact, likelihoodOrFit }) => ({
        quadrant,
        text,
        impact,
        likelihoodOrFit,
      })),
      headcountAffected: needs.employeeImpact?.headcountAffected ?? 0,
      flags: weighed?.flags ?? [],
    },
  });
};
