import { localDate } from '../../domain/calendar/zone';
import { dutiesOf, DUTIES, needsReport, retainedUntil, signableFrom } from '../../domain/contract/compliance';
import { ComplianceProfile, ComplianceView } from '../../domain/contract/compliance-schema';
import { isBeforeSigning } from '../../domain/engagement/statuses';
import { DomainError, fieldError } from '../../domain/errors';
import { hasRole } from '../../domain/people/people';
import { termOf } from '../../db/read/term';
import { workCalendarOf } from '../../db/read/work-calendar';
import { complianceOf, saveCompliance } from '../../db/stores/compliance';
import { findDocument } from '../../db/stores/documents';
import type { EngagementRow } from '../../db/stores/engagements';
import type { Db } from '../../db/knex';
import type { Trx } from '../../db/transaction';
import { checkDrawnFrom } from '../drawn-from';
import { scopedEngagement } from '../engagement-scope';
import { changeRecord } from '../record';
import { type Call, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';
import { obligationViews } from './obligations';

type Deps = Pick<Services, 'db'>;

/** Duties towards authorities: the report before signing, and what comes round while the service runs. */
export const complianceRoutes = (deps: Deps): readonly Route[] => [put(deps), read(deps)];

type PutCall = Call<EngagementParams, unknown, ComplianceProfile>;

const put = ({ db }: Deps): Route =>
  route<EngagementParams, unknown, ComplianceProfile>({
    method: 'put',
    path: '/engagements/{id}/compliance',
    summary: 'Say whether an authority supervises the engagement, and when the contract was reported to it',
    tag: 'Contract',
    access: 'insiders',
    params: EngagementParams,
    body: ComplianceProfile,
    answers: { 200: ComplianceView },
    handle: async (call) => ok(await complianceView(db, await recordCompliance({ db }, call), call.now)),
  });

/** What an authority has to do with the engagement. With what a form was drawn from, only where that still holds. */
export const recordCompliance = ({ db }: Deps, call: PutCall, print: string | null = null): Promise<EngagementRow> =>
  changeRecord(db, call, {
    act: 'edit',
    type: 'compliance.profile',
    write: async (trx, held) => {
      const before = await complianceOf(trx, held.id);
      checkDrawnFrom(print, before);
      await check(trx, { engagement: held, before }, call);
      await saveCompliance(trx, held.id, { profile: call.body, updatedById: call.actor.id, now: call.now });
      return held;
    },
    payload: () => ({ regulated: call.body.regulated, reportedOn: call.body.reportedOn ?? null }),
  });

interface Held {
  readonly engagement: EngagementRow;
  readonly before: ComplianceProfile;
}

const DENIED = 'Only legal or an administrator says that no authority supervises this.';

async function check(trx: Trx, { engagement, before }: Held, { body, actor, now }: PutCall): Promise<void> {
  // Whoever wants to sign early must not be able to talk the authority away.
  if (before.regulated && !body.regulated && !hasRole(actor, 'legal', 'admin'))
    throw new DomainError('FORBIDDEN', DENIED, [{ path: 'regulated', message: DENIED }]);
  if (body.reportedOn !== before.reportedOn && !isBeforeSigning(engagement.state))
    throw new DomainError('STATE_CONFLICT', 'The contract has been signed: its report stays as it is.');
  if (body.reportedOn !== undefined && body.reportedOn > localDate(engagement.time_zone, now))
    throw fieldError('reportedOn', 'lies in the future');
  const { documentId } = body;
  if (documentId !== undefined && !(await findDocument(trx, { engagementId: engagement.id, id: documentId })))
    throw fieldError('documentId', 'is not a document of this engagement');
}

const read = ({ db }: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/compliance',
    summary: 'The compliance calendar: report, recurring duties, and until when records are kept',
    tag: 'Contract',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: ComplianceView },
    handle: async ({ params, actor, now }) => {
      const engagement = await scopedEngagement(db, params.id, { actor, act: 'read' });
      return ok(await complianceView(db, engagement, now));
    },
  });

export async function complianceView(db: Db, engagement: EngagementRow, now: number): Promise<ComplianceView> {
  const { id, time_zone, criticality, exit_effective_date: exitOn } = engagement;
  const [profile, calendar, obligations, term] = await Promise.all([
    complianceOf(db, id),
    workCalendarOf(db, time_zone),
    obligationViews(db, engagement),
    termOf(db, id, localDate(time_zone, now)),
  ]);
  const { regulated, reportedOn } = profile;
  const serviceEnd = exitOn ?? term?.currentEnd ?? null;
  return {
    profile,
    report: {
      needed: needsReport({ criticality, regulated }),
      signableFrom: reportedOn === undefined ? null : signableFrom(reportedOn, calendar),
    },
    duties: dutiesOf(criticality).map((duty) => {
      const own = obligations.find((one) => one.duty === duty);
      return { duty, every: DUTIES[duty].every, nextDue: own?.nextDue ?? null, obligationId: own?.id ?? null };
    }),
    retainedUntil: serviceEnd === null ? null : retainedUntil(serviceEnd),
  };
}
