import type { Knex } from 'knex';
import { exitReturns } from './0731-exit-returns';
import { exitTaskTitles } from './0733-exit-task-titles';
import { sealedChunks } from './0654-sealed-chunks';
import { invoicesOfParts } from './0750-invoices-of-parts';
import { termsToCountBy } from './0752-terms-to-count-by';
import { endedSuspensions } from './0753-ended-suspensions';
import { kpiEvidence } from './0653-kpi-evidence';
import { watches } from './0734-watches';
import { mailFacts } from './0741-mail-facts';
import { auditAnchors } from './0742-audit-anchors';
import { auditErasure } from './0735-audit-erasure';
import { signIn } from './0743-sign-in';
import { purges } from './0736-purges';
import { passwords } from './0744-passwords';
import { secondFactors } from './0746-second-factors';
import { provedByDefault } from './0749-proved-by-default';
import { identities } from './0754-identities';
import { erasureIsGranted } from './0771-erasure-is-granted';
import { tenderQuestions } from './0770-tender-questions';
import { mailsKnowTheirTrace } from './0772-mails-know-their-trace';
import { tombstonesByHash } from './0755-tombstones-by-hash';
import { passkeys } from './0756-passkeys';
import { roleChanges } from './0757-role-changes';
import { proposals } from './0758-proposals';
import { overruled } from './0759-overruled';
import { naturalPersons } from './0760-natural-persons';
import { sealedEntries } from './0738-sealed-entries';
import { erasedPeople } from './0737-erased-people';
import { firstAdministrator } from './0745-first-administrator';
import { knowledgeTransfers } from './0732-knowledge-transfers';
import { sentAgain } from './0729-sent-again';
import { deletionEvidence } from './0727-deletion-evidence';
import { archives } from './0728-archives';
import { people } from './0001-people';
import { audit } from './0002-audit';
import { idempotency } from './0003-idempotency';
import { engagements } from './0010-engagements';
import { selection } from './0011-selection';
import { contract } from './0012-contract';
import { delivery } from './0013-delivery';
import { playbook } from './0014-playbook';
import { departments } from './0015-departments';
import { mailLog } from './0101-mail';
import { approvals } from './0100-approvals';
import { attachments } from './0102-attachments';
import { linkUses } from './0110-link-uses';
import { approvalPeople } from './0112-approval-people';
import { exit } from './0300-exit';
import { exitReview } from './0726-exit-review';
import { exitTaskSteps } from './0301-exit-task-steps';
import { calendars } from './0400-calendars';
import { digest } from './0401-digest';
import { settlementDisputes } from './0725-settlement-disputes';
import { settings } from './0500-settings';
import { planning } from './0501-planning';
import { documents } from './0530-documents';
import { vendorMaster } from './0510-vendor-master';
import { actionItems } from './0540-action-items';
import { agendaOutcome } from './0541-agenda-outcome';
import { coolingOff } from './0410-cooling-off';
import { alarmLife } from './0550-alarm-life';
import { riskChanges } from './0551-risk-changes';
import { contractVersions } from './0531-contract-versions';
import { obligations } from './0532-obligations';
import { managementCost } from './0640-management-cost';
import { tenders } from './0520-tenders';
import { changes } from './0533-changes';
import { kpiSets } from './0610-kpi-sets';
import { awardNotices } from './0600-award-notices';
import { receivers } from './0630-receivers';
import { accessKeys } from './0631-access-keys';
import { kpiCorrections } from './0611-kpi-corrections';
import { kpiDrafts } from './0612-kpi-drafts';
import { invoices } from './0724-invoices';
import { issues } from './0650-issues';
import { communication } from './0651-communication';
import { reviewPacks } from './0620-review-packs';
import { scoresAsTheyStand } from './0690-scores-as-they-stand';
import { exchangeRates } from './0680-exchange-rates';
import { suspensions } from './0657-suspensions';
import { standings } from './0660-standings';
import { partialTerminations } from './0656-partial-terminations';
import { serviceCreditLines } from './0661-service-credits';
import { improvementPlans } from './0652-improvement-plans';
import { vendorEmissions } from './0681-vendor-emissions';
import { surveys } from './0670-surveys';
import { retrospectives } from './0671-retrospectives';
import { migrationPace } from './0721-migration-pace';
import { migrationFreeze } from './0722-migration-freeze';
import { rollingScores } from './0703-rolling-scores';
import { ratingRounds } from './0713-rating-rounds';
import { vendorTimeZone } from './0714-vendor-time-zone';
import { surveyInvitees } from './0715-survey-invitees';
import { managementCostSums } from './0704-management-cost-sums';
import { mailOrders } from './0700-mail-orders';
import { privacyAssessments } from './0717-privacy-assessments';
import { overdueApprovals } from './0706-overdue-approvals';
import { milestones } from './0710-milestones';
import { paidMonths } from './0761-paid-months';
import { termEnds } from './0762-term-ends';
import { samples } from './0763-samples';
import { noEmptyCells } from './0764-no-empty-cells';
import { portfolioLines } from './0765-portfolio-lines';
import { warnedLines } from './0766-warned-lines';
import { kpiForecasts } from './0767-kpi-forecasts';
import { forecastsGoOn } from './0768-forecasts-go-on';
import { newestEvents } from './0769-newest-events';
import { newestEventsInOrder } from './0773-newest-events-in-order';
import { appointmentChanges } from './0774-appointment-changes';
import { zoneRules } from './0775-zone-rules';
import { valuesByYear } from './0776-values-by-year';
import { linesOfVendors } from './0777-lines-of-vendors';
import { committedSums } from './0778-committed-sums';
import { paidEngagements } from './0779-paid-engagements';
import { leagueLines } from './0780-league-lines';

export type Migration = (db: Knex) => Promise<void>;

/** All migrations by name; run in the order of their names, never edited after landing. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-people': people,
  '0002-audit': audit,
  '0003-idempotency': idempotency,
  '0010-engagements': engagements,
  '0011-selection': selection,
  '0012-contract': contract,
  '0013-delivery': delivery,
  '0014-playbook': playbook,
  '0015-departments': departments,
  '0100-approvals': approvals,
  '0101-mail': mailLog,
  '0102-attachments': attachments,
  '0110-link-uses': linkUses,
  '0112-approval-people': approvalPeople,
  '0300-exit': exit,
  '0301-exit-task-steps': exitTaskSteps,
  '0400-calendars': calendars,
  '0401-digest': digest,
  '0500-settings': settings,
  '0501-planning': planning,
  '0530-documents': documents,
  '0510-vendor-master': vendorMaster,
  '0540-action-items': actionItems,
  '0541-agenda-outcome': agendaOutcome,
  '0410-cooling-off': coolingOff,
  '0531-contract-versions': contractVersions,
  '0532-obligations': obligations,
  '0520-tenders': tenders,
  '0550-alarm-life': alarmLife,
  '0533-changes': changes,
  '0630-receivers': receivers,
  '0631-access-keys': accessKeys,
  '0551-risk-changes': riskChanges,
  '0640-management-cost': managementCost,
  '0610-kpi-sets': kpiSets,
  '0600-award-notices': awardNotices,
  '0611-kpi-corrections': kpiCorrections,
  '0612-kpi-drafts': kpiDrafts,
  '0650-issues': issues,
  '0651-communication': communication,
  '0620-review-packs': reviewPacks,
  '0680-exchange-rates': exchangeRates,
  '0656-partial-terminations': partialTerminations,
  '0657-suspensions': suspensions,
  '0660-standings': standings,
  '0661-service-credits': serviceCreditLines,
  '0652-improvement-plans': improvementPlans,
  '0681-vendor-emissions': vendorEmissions,
  '0690-scores-as-they-stand': scoresAsTheyStand,
  '0670-surveys': surveys,
  '0671-retrospectives': retrospectives,
  '0721-migration-pace': migrationPace,
  '0722-migration-freeze': migrationFreeze,
  '0703-rolling-scores': rollingScores,
  '0724-invoices': invoices,
  '0713-rating-rounds': ratingRounds,
  '0714-vendor-time-zone': vendorTimeZone,
  '0715-survey-invitees': surveyInvitees,
  '0704-management-cost-sums': managementCostSums,
  '0700-mail-orders': mailOrders,
  '0717-privacy-assessments': privacyAssessments,
  '0710-milestones': milestones,
  '0725-settlement-disputes': settlementDisputes,
  '0729-sent-again': sentAgain,
  '0727-deletion-evidence': deletionEvidence,
  '0731-exit-returns': exitReturns,
  '0726-exit-review': exitReview,
  '0732-knowledge-transfers': knowledgeTransfers,
  '0733-exit-task-titles': exitTaskTitles,
  '0653-kpi-evidence': kpiEvidence,
  '0734-watches': watches,
  '0728-archives': archives,
  '0741-mail-facts': mailFacts,
  '0742-audit-anchors': auditAnchors,
  '0735-audit-erasure': auditErasure,
  '0743-sign-in': signIn,
  '0736-purges': purges,
  '0744-passwords': passwords,
  '0737-erased-people': erasedPeople,
  '0738-sealed-entries': sealedEntries,
  '0745-first-administrator': firstAdministrator,
  '0654-sealed-chunks': sealedChunks,
  '0746-second-factors': secondFactors,
  '0706-overdue-approvals': overdueApprovals,
  '0749-proved-by-default': provedByDefault,
  '0750-invoices-of-parts': invoicesOfParts,
  '0752-terms-to-count-by': termsToCountBy,
  '0753-ended-suspensions': endedSuspensions,
  '0754-identities': identities,
  '0755-tombstones-by-hash': tombstonesByHash,
  '0756-passkeys': passkeys,
  '0757-role-changes': roleChanges,
  '0758-proposals': proposals,
  '0759-overruled': overruled,
  '0760-natural-persons': naturalPersons,
  '0761-paid-months': paidMonths,
  '0762-term-ends': termEnds,
  '0763-samples': samples,
  '0764-no-empty-cells': noEmptyCells,
  '0765-portfolio-lines': portfolioLines,
  '0766-warned-lines': warnedLines,
  '0770-tender-questions': tenderQuestions,
  '0771-erasure-is-granted': erasureIsGranted,
  '0772-mails-know-their-trace': mailsKnowTheirTrace,
  '0767-kpi-forecasts': kpiForecasts,
  '0768-forecasts-go-on': forecastsGoOn,
  '0769-newest-events': newestEvents,
  '0773-newest-events-in-order': newestEventsInOrder,
  '0774-appointment-changes': appointmentChanges,
  '0775-zone-rules': zoneRules,
  '0776-values-by-year': valuesByYear,
  '0777-lines-of-vendors': linesOfVendors,
  '0778-committed-sums': committedSums,
  '0779-paid-engagements': paidEngagements,
  '0780-league-lines': leagueLines,
};
