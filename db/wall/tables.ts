/** What a table lets a kind of outsiders do with the rows that are theirs; what is not named is refused. */
export interface Rights {
  /** Columns that are read, `*` for all. */
  readonly read: string;
  /** Columns that may be changed. */
  readonly change?: string;
  readonly add?: true;
  readonly remove?: true;
  /** The row may be held against changes by others, and not changed: names the column that PostgreSQL asks a right for. */
  readonly hold?: string;
}

export interface WalledTable {
  /** Which rows are theirs. */
  readonly rows: string;
  /** Which rows they read, where these are more. */
  readonly seen?: string;
  readonly vendor: Rights;
}

const ids = (column: string, name: string): string => `${column} = any (wall_ids('${name}'))`;
const SERVICE = ids('engagement_id', 'engagements');
const VENDORS_SIDE = `${SERVICE} and side = 'vendor'`;
const OWN_CANDIDATE = ids('candidate_id', 'candidates');
const OWN_ANSWER = `(${ids('survey_id', 'surveys')} and ${ids('invitation_id', 'invitations')})`;
const OWN_INVITATION = 'invitation_id in (select id from tender_invitations)';

/** Tables of which an outsider reaches rows; the policies of PostgreSQL are made from these lines. */
export const WALLED_TABLES: Readonly<Record<string, WalledTable>> = {
  engagements: {
    rows: `(${ids('id', 'engagements')} or ${ids('id', 'tenders')})`,
    vendor: { read: '*', hold: 'updated_at' },
  },
  // Of itself a vendor reads its name, not what we think of it.
  vendors: { rows: ids('id', 'vendors'), vendor: { read: 'id name' } },
  calendars: { rows: 'true', vendor: { read: '*' } },

  // The tender: a bidder sees its own invitation and bids, and answers that are for all without who asked.
  tenders: { rows: ids('engagement_id', 'tenders'), vendor: { read: '*', hold: 'updated_at' } },
  tender_invitations: { rows: OWN_CANDIDATE, vendor: { read: '*', change: 'draft declined_at decline_reason' } },
  bids: { rows: OWN_INVITATION, vendor: { read: '*', add: true, change: 'state ended_at' } },
  candidates: { rows: ids('id', 'candidates'), vendor: { read: 'id engagement_id', change: 'quote updated_at' } },
  culture_records: { rows: OWN_CANDIDATE, vendor: { read: '*', add: true, change: 'record updated_at' } },
  tender_questions: {
    rows: OWN_CANDIDATE,
    seen: `(${OWN_CANDIDATE} or (${ids('engagement_id', 'tenders')} and asker = 'vendor' and visibility = 'all' and answer is not null))`,
    vendor: { read: '*', add: true, change: 'answer answered_at answered_by visibility' },
  },

  // The service.
  issues: { rows: SERVICE, vendor: { read: '*', add: true, change: '*' } },
  milestones: { rows: SERVICE, vendor: { read: '*', change: '*' } },
  improvement_plans: { rows: SERVICE, vendor: { read: '*', change: '*' } },
  rating_rounds: {
    rows: `${SERVICE} and ${ids('vendor_id', 'vendors')}`,
    vendor: { read: '*', change: 'asked answer answered_at closed_at' },
  },
  exit_returns: { rows: SERVICE, vendor: { read: '*', change: 'items version updated_at' } },
  reviews: { rows: SERVICE, vendor: { read: '*' } },
  review_packs: { rows: 'review_id in (select id from reviews)', vendor: { read: '*' } },

  // Figures that the vendor owes.
  kpis: { rows: SERVICE, vendor: { read: '*' } },
  kpi_sets: { rows: SERVICE, vendor: { read: '*' } },
  kpi_values: { rows: SERVICE, vendor: { read: '*', add: true } },
  kpi_corrections: { rows: SERVICE, vendor: { read: '*', add: true } },
  kpi_drafts: { rows: VENDORS_SIDE, vendor: { read: '*', add: true, change: '*', remove: true } },
  kpi_evidence: {
    rows: VENDORS_SIDE,
    vendor: { read: '*', add: true, change: 'revision correction_id', remove: true },
  },

  // The account at the end.
  settlements: { rows: SERVICE, vendor: { read: '*' } },
  requests: {
    rows: `(${SERVICE} and gate = 'settlement' and status = 'approved')`,
    vendor: { read: 'id engagement_id gate status subject_hash' },
  },
  settlement_disputes: { rows: SERVICE, vendor: { read: '*', add: true } },
  settlement_confirmations: { rows: SERVICE, vendor: { read: '*', add: true } },

  // The questionnaire that is asked. The one before it is read, because its answers are compared.
  vendor_assessments: {
    rows: ids('id', 'assessments'),
    seen: `(${ids('id', 'assessments')} or ${ids('id', 'earlier_assessments')})`,
    vendor: { read: '*', change: 'state answers to_review result submitted_at submitted_by version' },
  },

  // Surveys.
  surveys: { rows: ids('id', 'surveys'), vendor: { read: '*', hold: 'closed_at' } },
  survey_answers: {
    rows: `(${OWN_ANSWER} or (invitation_id is null and ${ids('survey_id', 'open_surveys')}))`,
    vendor: { read: '*', add: true, change: 'csat nps comment' },
  },
};

/** Tables that no outsider reaches: their roles have no right to them. */
export const HIDDEN_TABLES: readonly string[] = `
  absences access_keys action_items agenda_log alarms appointment_changes archive_contents archives audit_anchor_streams
  audit_anchors audit_events audit_heads audit_sealed award_notices bar_waivers change_requests
  checklist_ticks clause_waivers committed_sums communication_plans compliance_profiles contacts contract_amendments
  contract_signatures contract_versions contracts credit_claims credit_lines dataset_chunks dataset_runs
  datasets date_keeper deletion_declarations deletion_tombstones deliveries departments documents
  evaluation_models evaluators exchange_rates exit_plans exit_reviews exit_tasks exit_waivers feedback_remarks
  first_administrator idempotency_keys identities incidents invoices knex_migrations knex_migrations_lock
  knowledge_transfers kpi_forecasts league_lines league_marks legal_holds lessons link_codes link_uses mail_log mail_orders management_costs
  moderator_notes obligations paid_engagements paid_months paid_until partial_terminations passkeys passkey_challenges passwords policies portfolio_lines
  privacy_assessments proposals pulses
  purge_tombstones purges questionnaires receivers recovery_codes renewal_dossiers renewal_ledger
  request_attachments request_comments request_copies request_runs request_subjects request_tasks
  retrospectives risks role_changes rolling_scores sample_sets samples sanctions_entries sanctions_hits sanctions_lists score_sheets
  scorecard_revisions scorecards scores_as_they_stand second_factors sessions settings settlement_asks sign_in_tries signals
  standing_effects standings subcontractors suspensions survey_invitations term_ends timesheets tokens used_states users
  vendor_emissions watches
`
  .split(/\s+/)
  .filter(Boolean);
