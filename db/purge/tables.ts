/** What goes of a table when an engagement is purged: the rows that `where` finds; `:id` is the engagement. */
export interface PurgedTable {
  readonly table: string;
  readonly where: string;
  /** All rows at once, because they refer to each other. */
  readonly whole?: true;
}

const OF = 'engagement_id = :id';
const REQUESTS = 'request_id in (select id from requests where engagement_id = :id)';
const TASKS = `task_id in (select id from request_tasks where ${REQUESTS})`;
const CANDIDATES = 'candidate_id in (select id from candidates where engagement_id = :id)';

const by = (where: string, ...tables: readonly string[]): readonly PurgedTable[] =>
  tables.map((table) => ({ table, where }));
const own = (...tables: readonly string[]): readonly PurgedTable[] => by(OF, ...tables);

/** Every table that holds rows of an engagement, those that others refer to last. A test holds it to the schema. */
export const PURGED_TABLES: readonly PurgedTable[] = [
  // First, so that nothing is sent about an engagement that is going.
  ...own('mail_orders', 'watches'),
  ...by("stream = 'engagement:' || :id or receiver_id in (select id from receivers where engagement_id = :id)", 'deliveries'), // prettier-ignore
  ...own('receivers', 'access_keys', 'appointment_changes'),
  ...by(`${OF} or ${REQUESTS}`, 'mail_log'),

  ...by(TASKS, 'link_codes', 'link_uses'),
  ...by(REQUESTS, 'request_attachments', 'request_comments', 'request_copies', 'request_tasks', 'request_runs'),
  ...own('change_requests', 'requests', 'request_subjects'),

  ...by(CANDIDATES, 'award_notices', 'bar_waivers', 'culture_records', 'moderator_notes', 'score_sheets', 'tender_questions'), // prettier-ignore
  ...by('invitation_id in (select id from tender_invitations where engagement_id = :id)', 'bids'),
  ...own('tender_invitations', 'tenders', 'evaluation_models', 'evaluators', 'candidates'),

  ...own('contract_signatures', 'contract_versions', 'contract_amendments', 'contracts', 'clause_waivers', 'obligations', 'renewal_dossiers', 'renewal_ledger', 'term_ends', 'portfolio_lines'), // prettier-ignore
  ...own('credit_lines', 'credit_claims', 'scorecard_revisions', 'kpi_evidence', 'kpi_values', 'kpi_corrections', 'kpi_drafts', 'kpi_forecasts', 'kpi_sets', 'kpis'), // prettier-ignore
  ...own('scorecards', 'rolling_scores', 'standings', 'standing_effects', 'improvement_plans', 'milestones'),
  ...by('review_id in (select id from reviews where engagement_id = :id)', 'review_packs'),
  ...own('reviews', 'retrospectives', 'rating_rounds', 'pulses', 'feedback_remarks'),
  ...by('survey_id in (select id from surveys where engagement_id = :id)', 'survey_answers', 'survey_invitations'),
  ...own('surveys'),

  ...own('alarms', 'incidents', 'issues', 'risks', 'signals', 'privacy_assessments', 'compliance_profiles'),
  ...own(
    'contacts',
    'communication_plans',
    'checklist_ticks',
    'agenda_log',
    'action_items',
    'management_costs',
    'paid_until',
  ),
  { table: 'timesheets', where: OF, whole: true },

  ...by('run_id in (select id from dataset_runs where engagement_id = :id)', 'dataset_chunks'),
  ...own('dataset_runs', 'deletion_declarations', 'deletion_tombstones', 'datasets', 'exit_waivers'),
  { table: 'subcontractors', where: OF, whole: true },
  ...own('exit_plans', 'exit_returns', 'exit_reviews', 'exit_tasks', 'partial_terminations', 'suspensions', 'knowledge_transfers'), // prettier-ignore
  ...own('settlement_asks', 'settlement_confirmations', 'settlement_disputes', 'settlements', 'invoices'),

  ...by('archive_id in (select id from archives where engagement_id = :id)', 'archive_contents'),
  ...own('archives', 'documents'),
  // After all that leaves some when it goes.
  ...own('league_marks'),
  // Last: until then a hold that is placed stops the purge.
  ...own('legal_holds'),
];

/** Tables whose rows of an engagement stay, and why. */
export const KEPT_TABLES = {
  engagements: 'number, dates, state, vendor and the ids of owner and sponsor; everything else is emptied',
  lessons: 'they were written for later engagements',
  purges: 'what was purged, by whom and when',
  purge_tombstones: 'what was purged, batch by batch',
} as const satisfies Record<string, string>;
