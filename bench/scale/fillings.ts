import { id } from './ids';

/** Of three years the last months, so that fewer of them are the newest. */
const MONTH = "to_char(date '2023-12-01' + make_interval(months => m + 36 - :months), 'YYYY-MM')";
const AFTER = "(date '2023-12-01' + make_interval(months => m + 37 - :months))";

/** Six KPIs of a service, of equal weight but for the last two. */
const KPI = `jsonb_build_object('key', 'kpi-' || k, 'name', 'Measure ' || k, 'unit', '%', 'direction', 'maximise',
  'weightBp', case when k <= 4 then 1700 else 1600 end, 'frequency', 'monthly',
  'source', case when k % 2 = 0 then 'vendor' else 'internal' end, 'floor', 80, 'target', 98, 'red', 85)`;
/** A figure between 80 and 100 that differs by engagement, month and KPI, and is the same in every run. */
const FIGURE = '(80 + ((e * 7919 + m * 104729 + k * 1299709) % 2000) / 100.0)';
/** As long as a hash is, and no hash of anything: nobody can verify this trail. */
const HASH = "md5('h') || md5('h')";

/** The engagements of one statement, as `e`. */
export const EACH = 'generate_series(:from::integer, :to::integer) e';

/** Sets of rows of one table each; `:months`, `:people`, `:vendors` are the sizes, `EACH` are the engagements of one statement. */
export const FILLINGS: readonly (readonly [string, string])[] = [
  [
    'people',
    `insert into users (id, email, name, locale, time_zone, roles, active, created_at, updated_at)
     select ${id('a', 'n')}, 'p' || n || '@example.com', 'Person ' || n, 'en', 'UTC',
       case when n = 1 then '{admin,manager}' when n % 5 = 0 then '{vendor}' else '{manager}' end::text[], true, now(), now()
     from generate_series(1, :people) n`,
  ],
  [
    'vendors',
    `insert into vendors (id, name, country, status, locale, owner_id, tier, created_at, updated_at)
     select ${id('b', 'n')}, 'Vendor ' || n, 'CN', 'qualified', 'en', ${id('a', '1 + n % 4')}, 'tactical', now(), now()
     from generate_series(1, :vendors) n`,
  ],
  [
    'engagements',
    `insert into engagements (id, number, title, service_type, state, owner_id, time_zone, currency, roles, needs, criticality,
       vendor_id, contract_approved, live_on, health, next_due_at, version, created_at, updated_at)
     select ${id('c', 'e')}, 'ENG-2023-' || lpad(e::text, greatest(5, length(e::text)), '0'), 'Service ' || e,
       (array['it', 'hr', 'finance', 'marketing', 'customer-service', 'logistics', 'other'])[1 + e % 7],
       case when e % 20 = 0 then 'EXITING' when e % 33 = 0 then 'CLOSED' when e % 50 = 1 then 'SUSPENDED' else 'IN_SERVICE' end,
       ${id('a', '1 + e % 100')}, 'Asia/Shanghai', 'CNY',
       jsonb_build_object('serviceManager', ${id('a', '1 + (e + 7) % 100')}, 'contractManager', ${id('a', '1 + (e + 13) % 100')}),
       '{}', 'general', ${id('b', '1 + e % :vendors')}, true, '2023-12-01',
       (array['green', 'green', 'green', 'amber', 'red'])[1 + e % 5], now() + make_interval(hours => e % 900 - 20), 30, now(), now()
     from ${EACH}`,
  ],
  [
    'suspensions',
    `with suspended as (
       update engagements set suspended_from = 'IN_SERVICE' where state = 'SUSPENDED' returning id, owner_id, version
     )
     insert into suspensions (engagement_id, version, since, reason, suspended_by, suspended_at)
     select id, version, current_date - 20, 'The vendor moves.', owner_id, now() - interval '20 days' from suspended`,
  ],
  [
    'contracts',
    `insert into contracts (engagement_id, terms, version, updated_at, approved_version)
     select ${id('c', 'e')}, jsonb_build_object('start', '2023-12-01', 'initialMonths', 12, 'renewal', 'tacit', 'renewalMonths', 12,
       'notice', jsonb_build_object('months', 3, 'days', 0), 'clauses', '[]'::jsonb,
       'monthlyFee', jsonb_build_object('amount', (10000 + e % 977 * 10)::text || '.00', 'currency', 'CNY')), 1, now(), 1
     from ${EACH}`,
  ],
  [
    'renewals',
    `insert into renewal_ledger (engagement_id, term_end, kind, recorded_at)
     select ${id('c', 'e')}, make_date(y, 12, 1), 'auto_renewed', now()
     from ${EACH}, generate_series(2024, 2026) y`,
  ],
  [
    'definitions of KPIs',
    `insert into kpis (engagement_id, key, position, definition, contract_version)
     select ${id('c', 'e')}, 'kpi-' || k, k, ${KPI}, 1 from ${EACH}, generate_series(1, 6) k`,
  ],
  [
    'sets of KPIs',
    `insert into kpi_sets (engagement_id, version, effective_on, kpis, contract_version, defined_at)
     select ${id('c', 'e')}, 1, '2023-12-01', (select jsonb_agg(${KPI} order by k) from generate_series(1, 6) k), 1, now()
     from ${EACH}`,
  ],
  [
    'KPI values',
    `insert into kpi_values (engagement_id, key, period, revision, value, recorded_by, recorded_at, side)
     select ${id('c', 'e')}, 'kpi-' || k, ${MONTH}, 1, ${FIGURE}, ${id('a', '1 + e % 100')}, ${AFTER} + interval '3 days', 'us'
     from ${EACH}, generate_series(1, 6) k, generate_series(0, :months - 1) m`,
  ],
  [
    'scorecards',
    `insert into scorecards (engagement_id, period, score, standing, card, closed_at)
     select ${id('c', 'e')}, ${MONTH}, score, case when score >= 60 then 'good' else 'poor' end,
       jsonb_build_object('period', ${MONTH}, 'score', score, 'coverageBp', 10000, 'provisional', false,
         'standing', case when score >= 60 then 'good' else 'poor' end, 'status', 'rated', 'definitionVersion', 1,
         'contractVersion', 1, 'credits', '[]'::jsonb, 'kpis', kpis), ${AFTER} + interval '10 days'
     from ${EACH}, generate_series(0, :months - 1) m, lateral (
       select round(avg(least(100, (${FIGURE} - 80) * 100 / 18)), 4) as score,
         jsonb_agg(jsonb_build_object('key', 'kpi-' || k, 'value', ${FIGURE}, 'status', 'rated',
           'score', round(least(100, (${FIGURE} - 80) * 100 / 18), 4)) order by k) as kpis
       from generate_series(1, 6) k) rated`,
  ],
  [
    'standings',
    `insert into standings (engagement_id, period, score, found, in_force, before, red_line, card_revision, settled_at)
     select engagement_id, period, score, standing, standing, null, false, 1, closed_at from scorecards`,
  ],
  [
    'reviews',
    `insert into reviews (id, engagement_id, kind, period, state, meeting_at, detail, version, created_at, updated_at)
     select ${id('d', 'e * 64 + m')}, ${id('c', 'e')}, 'monthly', ${MONTH}, case when m % 9 = 4 then 'missed' else 'approved' end,
       ${AFTER} + interval '27 days', '{"meeting": {}}', 5, ${AFTER} + interval '14 days', ${AFTER} + interval '30 days'
     from ${EACH}, generate_series(0, :months - 1) m`,
  ],
  [
    'alarms',
    `insert into alarms (id, engagement_id, rule, subject, severity, state, evidence, ack_due_at, opened_at, updated_at, told, closed_at)
     select ${id('e', 'e * 64 + m')}, ${id('c', 'e')}, 'KPI_RED', 'kpi-' || (1 + m % 6), case when m % 3 = 0 then 'red' else 'amber' end,
       case when m >= :months - 4 and e % 4 = 0 then 'open' else 'closed' end, '{}', ${AFTER} + interval '12 days',
       ${AFTER} + interval '10 days', ${AFTER} + interval '20 days', 1, case when m < :months - 4 then ${AFTER} end
     from ${EACH}, generate_series(0, :months - 1, 3) m`,
  ],
  [
    'work',
    `insert into action_items (id, key, engagement_id, kind, title, assignee_id, opens_at, due_at, marks, state, version, told_version, created_at, updated_at)
     select ${id('f', 'e * 64 + m')}, 'bench:' || e || ':' || m, ${id('c', 'e')}, 'kpi-value', 'Values of ' || ${MONTH},
       ${id('a', '1 + e % 100')}, ${AFTER}, ${AFTER} + interval '8 days', '{}',
       case when m >= :months - 2 and e % 10 = 0 then 'open' else 'done' end, 2, 2, ${AFTER}, ${AFTER}
     from ${EACH}, generate_series(0, :months - 1, 4) m`,
  ],
  [
    'costs of managing',
    `insert into management_costs (engagement_id, month, cost, closed_at)
     select ${id('c', 'e')}, ${MONTH}, jsonb_build_object('month', ${MONTH}, 'closed', true, 'hours', 12,
       'unpricedHours', 0, 'waitingHours', 3, 'tasks', 2, 'lines', '[]'::jsonb, 'ratioBp', 750, 'planBp', null, 'overPlan', null,
       'cost', jsonb_build_object('amount', '900.00', 'currency', 'CNY'),
       'vendorSpend', jsonb_build_object('amount', '12000.00', 'currency', 'CNY')), ${AFTER}
     from ${EACH}, generate_series(0, :months - 1) m`,
  ],
  [
    'audit trail',
    `insert into audit_events (stream, seq, event_key, at, channel, type, payload, version, payload_salt, payload_hash, prev_hash, hash)
     select 'engagement:' || ${id('c', 'e')}, n, 'bench:' || n, timestamptz '2023-12-01' + make_interval(days => n * 18), 'workflow',
       'agenda.kpi-close', jsonb_build_object('period', '2024-01'), 2, md5(e || ':' || n), ${HASH}, ${HASH}, ${HASH}
     from ${EACH}, generate_series(1, 60) n`,
  ],
  [
    'heads of the trail',
    `insert into audit_heads (stream, seq, hash)
     select 'engagement:' || ${id('c', 'e')}, 60, ${HASH} from ${EACH}`,
  ],
  [
    'requests',
    `insert into request_subjects (request_id, hash, type, title, data, roles, engagement_id, created_at)
     select ${id('1', 'e * 16 + n')}, ${HASH}, 'award', 'Award of service ' || e, '{}', '{}', ${id('c', 'e')}, now()
     from ${EACH}, generate_series(1, 8) n`,
  ],
  [
    'what requests say',
    `insert into requests (id, gate, engagement_id, policy_key, policy_version, requester_id, status, round, subject_hash, started_at, closed_at, state, version)
     select ${id('1', 'e * 16 + n')}, 'award', ${id('c', 'e')}, 'gate-award', 1, ${id('a', '1 + e % 100')},
       case when n = 8 and e % 4 = 0 then 'pending' else 'approved' end, 1, ${HASH},
       timestamptz '2023-12-01' + make_interval(days => n * 130), null, '{}', 9
     from ${EACH}, generate_series(1, 8) n`,
  ],
  [
    'steps of requests',
    `insert into request_runs (request_id, run_id, seq, key, title, round, mode, status, version)
     select ${id('1', 'e * 16 + n')}, 'r1', 1, 'owner', 'Owner', 1, 'any', case when n = 8 and e % 4 = 0 then 'active' else 'approved' end, 9
     from ${EACH}, generate_series(1, 8) n`,
  ],
  [
    'tasks',
    `insert into request_tasks (id, request_id, run_id, round, assignee_id, owner_id, origin, weight, status, decision, channel, subject_hash, active_at, due_at, decided_at, version)
     select ${id('2', '(e * 16 + n) * 4 + t')}, ${id('1', 'e * 16 + n')}, 'r1', 1, ${id('a', '1 + (e + t * 31) % 100')}, ${id('a', '1 + (e + t * 31) % 100')},
       'direct', 1, case when n = 8 and e % 4 = 0 then 'active' else 'approved' end,
       case when n = 8 and e % 4 = 0 then null else 'approve' end, 'web', ${HASH}, now(), now() + make_interval(hours => e % 300 - 60), now(), 9
     from ${EACH}, generate_series(1, 8) n, generate_series(1, 2) t`,
  ],
];
