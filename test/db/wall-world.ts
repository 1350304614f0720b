import { v7 as uuidv7 } from 'uuid';
import type { Db } from '../../db/knex';
import type { Scope } from '../../db/wall/scope';

/** Everything that one vendor has with us: a tender, a service, its figures, its account, its surveys. */
export interface VendorWorld {
  readonly ids: Readonly<Record<string, string>>;
  readonly scope: Scope;
}

const NAMES = 'user vendor engagement candidate invitation bid question issue milestone plan review correction draft evidence dispute survey request invitee answer openSurvey openAnswer assessment'; // prettier-ignore

/** Gate G6 has passed. */
const REQUEST = `
  with subject as (
    insert into request_subjects (request_id, hash, type, title, data, roles, created_at)
    values (:request, 'x', 'settlement', :name, '{}', '{}', now()) returning request_id
  )
  insert into requests (id, gate, engagement_id, policy_key, policy_version, requester_id, status, round, subject_hash, started_at, state, version)
  select request_id, 'settlement', :engagement, 'gate-settlement', 1, :user, 'approved', 1, 'x', now(), '{}', 1 from subject`;

/** Rows of a vendor in every table that a vendor reaches, by SQL, so that a new column without a default is noticed here. */
export async function makeVendor(db: Db, name: string): Promise<VendorWorld> {
  const ids = Object.fromEntries(NAMES.split(' ').map((one) => [one, uuidv7()]));
  for (const sql of ROWS) await db.raw(sql.replaceAll('?', '\\?'), { ...ids, name });
  const { engagement = '', candidate = '', vendor = '', survey = '', openSurvey = '', invitee = '' } = ids;
  const { assessment = '' } = ids;
  const scope: Scope = {
    role: 'vendor',
    ...{ engagements: [engagement], tenders: [engagement], candidates: [candidate], vendors: [vendor] },
    ...{ surveys: [survey, openSurvey], open_surveys: [openSurvey], invitations: [invitee], assessments: [assessment] },
  };
  return { ids, scope };
}

const ROWS = [
  `insert into users (id, email, name, locale, time_zone, roles, created_at, updated_at)
   values (:user, :name || '@example.com', :name, 'en', 'UTC', '{manager}', now(), now())`,
  `insert into vendors (id, name, country, status, locale, created_at, updated_at)
   values (:vendor, :name, 'CN', 'approved', 'en', now(), now())`,
  `insert into vendor_assessments (id, vendor_id, questionnaire_key, questionnaire, state, answers, opened_at, opened_by)
   values (:assessment, :vendor, 'secure-basic', '{}', 'open', '{}', now(), :user)`,
  `insert into engagements (id, number, title, service_type, state, owner_id, time_zone, currency, roles, needs, criticality, vendor_id, version, created_at, updated_at)
   values (:engagement, :name, :name, 'other', 'VENDOR_SELECTION', :user, 'UTC', 'CNY', '{}', '{}', 'low', :vendor, 1, now(), now())`,
  `insert into tenders (engagement_id, body, questions_until, close_at, state, updated_at)
   values (:engagement, '{}', now(), now(), 'published', now())`,
  `insert into candidates (id, engagement_id, vendor_id, created_at, updated_at)
   values (:candidate, :engagement, :vendor, now(), now())`,
  `insert into tender_invitations (id, engagement_id, candidate_id, vendor_id, revision, created_at)
   values (:invitation, :engagement, :candidate, :vendor, 1, now())`,
  `insert into bids (id, invitation_id, content, sha256, submitted_at, late, state)
   values (:bid, :invitation, '{}', 'x', now(), false, 'standing')`,
  `insert into culture_records (candidate_id, record, updated_at) values (:candidate, '{}', now())`,
  `insert into tender_questions (id, candidate_id, asker, topic, text, asked_at, visibility)
   values (:question, :candidate, 'vendor', 'general', :name, now(), 'asker')`,
  `insert into issues (id, engagement_id, number, definition, state, clocks, opened_at, remarks, updated_at)
   values (:issue, :engagement, 1, '{}', 'open', '{}', now(), '[]', now())`,
  `insert into milestones (id, engagement_id, number, title, description, due, criteria, contractual, state, created_by, created_at, updated_at)
   values (:milestone, :engagement, 1, :name, '', '2026-01-01', '[]', true, 'planned', :user, now(), now())`,
  `insert into improvement_plans (id, engagement_id, number, trigger, kpis, contents, state, opened_at, opening, closing, updated_at)
   values (:plan, :engagement, 1, 'manual', '{}', '{}', 'open', now(), '{}', '{}', now())`,
  `insert into rating_rounds (engagement_id, quarter, vendor_id, opened_at, closes_at, asked)
   values (:engagement, '2026-Q1', :vendor, now(), now(), 1)`,
  `insert into exit_returns (engagement_id, items, version, reviewed_by, reviewed_at, updated_at)
   values (:engagement, '[]', 1, :user, now(), now())`,
  `insert into reviews (id, engagement_id, kind, period, state, meeting_at, detail, version, created_at, updated_at)
   values (:review, :engagement, 'monthly', '2026-01', 'open', now(), '{}', 1, now(), now())`,
  `insert into review_packs (review_id, pack, sha256, built_at) values (:review, '{}', 'x', now())`,
  `insert into kpis (engagement_id, key, position, definition, contract_version) values (:engagement, 'uptime', 1, '{}', 1)`,
  `insert into kpi_sets (engagement_id, version, effective_on, kpis, contract_version, defined_at)
   values (:engagement, 1, '2026-01-01', '[]', 1, now())`,
  `insert into kpi_values (engagement_id, key, period, revision, recorded_at) values (:engagement, 'uptime', '2026-01', 1, now())`,
  `insert into kpi_corrections (id, engagement_id, key, period, kind, side, proposed_at, state)
   values (:correction, :engagement, 'uptime', '2026-01', 'override', 'vendor', now(), 'proposed')`,
  `insert into kpi_drafts (engagement_id, period, side, typed, saved_at)
   values (:engagement, '2026-01', 'vendor', '{}', now()), (:engagement, '2026-01', 'us', '{}', now())`,
  `insert into kpi_evidence (id, engagement_id, key, period, side, file_name, media_type, size, sha256, uploaded_at)
   values (:evidence, :engagement, 'uptime', '2026-01', 'vendor', 'a.pdf', 'application/pdf', 1, repeat('0', 64), now()),
     (gen_random_uuid(), :engagement, 'uptime', '2026-01', 'us', 'ours.pdf', 'application/pdf', 1, repeat('0', 64), now())`,
  `insert into settlements (engagement_id, status, lines, currency, net_minor, payable_minor, disputed_minor, updated_by, updated_at)
   values (:engagement, 'draft', '[]', 'CNY', 0, 0, 0, :user, now())`,
  REQUEST,
  `insert into settlement_disputes (id, engagement_id, line, side, raised_at) values (:dispute, :engagement, 1, 'vendor', now())`,
  `insert into settlement_confirmations (engagement_id, sha256, how, name, at) values (:engagement, 'x', 'link', :name, now())`,
  `insert into surveys (id, engagement_id, definition, closes_at, opened_at)
   values (:survey, :engagement, '{}', now(), now()), (:openSurvey, :engagement, '{}', now(), now())`,
  `insert into survey_invitations (id, survey_id, locale) values (:invitee, :survey, 'en')`,
  `insert into survey_answers (id, survey_id, invitation_id, csat) values (:answer, :survey, :invitee, 5)`,
  `insert into survey_answers (id, survey_id, csat) values (:openAnswer, :openSurvey, 5)`,
];
