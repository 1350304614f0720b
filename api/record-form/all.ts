import { communicationForm } from './communication';
import type { FormDefinition } from './form';
import { exitKnowledgeForm } from './exit-knowledge';
import { exitPlanForm } from './exit-plan';
import { exitReturnsForm } from './exit-returns';
import { exitReviewForm } from './exit-review';
import { GATE_FORMS, goLiveForm } from './gate';
import { improvementForm } from './improvement';
import { invoiceForm, invoicePaymentForm } from './invoice';
import { kpiForm } from './kpi/one';
import { kpisForm } from './kpi/set';
import { holdForm, holdLiftForm, waitingConfirmForm, waitingPeriodForm } from './dataset/bars';
import { datasetForm } from './dataset/definition';
import { canariesForm, declarationForm, deletionForm } from './dataset/deletion';
import { migrationForm, receiptForm } from './dataset/moves';
import { needsForm } from './needs';
import { needsAssessmentForm } from './needs-assessment';
import { needsCaseForm } from './needs-case';
import { partialTerminationForm } from './partial-termination';
import { privacyForm } from './privacy';
import { reviewRhythmForm } from './review-rhythm';
import { retrospectiveForm } from './retrospective';
import { cancelForm, resumeForm, suspendForm, withdrawForm } from './suspension';
import { surveyForm } from './survey';
import { terminationForm } from './termination';
import { teamForm } from './team';
import { timesheetForm } from './timesheet';
import { amendmentForm } from './contract/amendment';
import { clauseWaiverForm } from './contract/clause-waiver';
import { changeForm } from './contract/change';
import { complianceForm } from './contract/compliance';
import { contractForm } from './contract/draft';
import { documentForm } from './document';
import { obligationEndForm, obligationForm } from './contract/obligation';
import { signatureForm } from './contract/signature';
import { consentForm, subcontractorForm } from './contract/subcontractor';
import { candidateForm } from './selection/candidate';
import { evaluatorsForm } from './selection/evaluators';
import { modelForm } from './selection/model';
import { quoteForm } from './selection/quote';
import { scoresForm } from './selection/scores';
import { tenderForm } from './selection/tender';
import { invitationResendForm, tenderCancelForm } from './selection/tender-steps';
import { incidentCloseForm, incidentForm } from './incident';
import { riskForm } from './risk';

/** By the last part of their address, which names their words too. */
export const FORMS: Readonly<Record<string, FormDefinition>> = {
  needs: needsForm,
  'needs-assessment': needsAssessmentForm,
  'needs-case': needsCaseForm,
  'privacy-assessment': privacyForm,
  'improvement-plan': improvementForm,
  retrospective: retrospectiveForm,
  team: teamForm,
  kpis: kpisForm,
  kpi: kpiForm,
  timesheet: timesheetForm,
  invoice: invoiceForm,
  'invoice-payment': invoicePaymentForm,
  'review-rhythm': reviewRhythmForm,
  'communication-plan': communicationForm,
  survey: surveyForm,
  dataset: datasetForm,
  'dataset-migration': migrationForm,
  'dataset-receipt': receiptForm,
  'dataset-deletion': deletionForm,
  canaries: canariesForm,
  'deletion-declaration': declarationForm,
  'waiting-period': waitingPeriodForm,
  'waiting-period-confirm': waitingConfirmForm,
  'legal-hold': holdForm,
  'legal-hold-lift': holdLiftForm,
  'exit-returns': exitReturnsForm,
  'exit-knowledge': exitKnowledgeForm,
  'exit-review': exitReviewForm,
  'exit-plan': exitPlanForm,
  'partial-termination': partialTerminationForm,
  suspend: suspendForm,
  resume: resumeForm,
  ...GATE_FORMS,
  'go-live': goLiveForm,
  risk: riskForm,
  incident: incidentForm,
  'incident-close': incidentCloseForm,
  termination: terminationForm,
  withdraw: withdrawForm,
  cancel: cancelForm,
  tender: tenderForm,
  'tender-cancel': tenderCancelForm,
  'invitation-resend': invitationResendForm,
  candidate: candidateForm,
  quote: quoteForm,
  'evaluation-model': modelForm,
  evaluators: evaluatorsForm,
  scores: scoresForm,
  contract: contractForm,
  compliance: complianceForm,
  'contract-signature': signatureForm,
  'contract-amendment': amendmentForm,
  'contract-change': changeForm,
  'clause-waiver': clauseWaiverForm,
  document: documentForm,
  obligation: obligationForm,
  'obligation-end': obligationEndForm,
  subcontractor: subcontractorForm,
  'subcontractor-change': subcontractorForm,
  'subcontractor-consent': consentForm,
};
