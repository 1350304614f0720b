import { hrOwnerId } from '../../db/read/needs';
import { planningSettings } from '../../db/read/planning-settings';
import { findPerson } from '../../db/stores/people';
import { DomainError } from '../../domain/errors';
import { analyseNeeds } from '../../domain/planning/analysis';
import { needsObjection } from '../../domain/planning/readiness';
import type { DossierOf } from './dossier';
import { needsFacts } from './needs-facts';

const ACKNOWLEDGED = 'MGMT_COST_UNDERESTIMATED';

/** G1: objective, scope, decisions with their evidence, SWOT, business case and the plan for the people concerned. */
export const needsDossier: DossierOf = async ({ db, engagement, order }) => {
  const { needs, currency, roles } = engagement;
  const { acknowledge = [], comment } = order.body;
  const settings = await planningSettings(db);
  const objection = needsObjection(needs, { currency, settings, acknowledged: acknowledge, statement: comment });
  if (objection) throw DomainError.from(objection);
  const analysis = analyseNeeds(needs, { currency, settings });
  const hrId = hrOwnerId(needs.employeeImpact?.hrOwner);
  const hrPerson = hrId === null ? null : await findPerson(db, hrId);
  const submitter = await findPerson(db, order.actorId);
  const isFlagged = analysis.businessCase?.flags.includes(ACKNOWLEDGED) === true;
  const acknowledgement = isFlagged ? { by: submitter?.name ?? '', text: comment ?? '' } : null;
  return {
    title: `${engagement.number} ${engagement.title}: needs`,
    data: {
      ...needsFacts(analysis, { currency, hrOwner: hrPerson?.name ?? needs.employeeImpact?.hrOwner ?? null }),
      ...(acknowledgement ? { managementAcknowledgement: acknowledgement } : { comment: comment ?? null }),
    },
    // Whoever answers for the people concerned is asked, where the team names nobody else for it.
    ...(hrId !== null && !roles.hr && { roles: { hr: hrId } }),
    ...(acknowledgement && { acknowledged: { codes: [ACKNOWLEDGED], text: acknowledgement.text } }),
  };
};
