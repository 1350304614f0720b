import { z } from 'zod';
import { localDate } from '../../../domain/calendar/zone';
import { DomainError } from '../../../domain/errors';
import { Uuid } from '../../../domain/shapes';
import {
  AnswersBody,
  Assessment,
  AssessmentLine,
  AssessmentLink,
  NewAssessment,
  ReviewBody,
} from '../../../domain/vendor/assessment/schema';
import { reviewedAssessment, submittedAssessment, withAnswers } from '../../../domain/vendor/assessment/steps';
import { assessmentsOf, lineOfAssessment, saveAssessmentLink } from '../../../db/stores/assessments';
import { hashSecret } from '../../../db/stores/tokens';
import { findVendor } from '../../../db/stores/vendor-master';
import { inTransaction } from '../../../db/transaction';
import { pageOf, wholeOf } from '../../paging';
import { created, ok, type Route, route } from '../../route';
import type { Services } from '../../services';
import { createLinks } from '../../../links';
import { sendLetters } from '../../tender/letters';
import { assessorOf, audit, knownAssessment, openAssessment, stepAssessment } from '../../vendors/assess';
import { knownVendor } from '../../vendors/change';
import { VENDOR_EDITORS, VendorParams } from './master';

type Deps = Pick<Services, 'db' | 'config' | 'gateway'>;
const Params = z.strictObject({ id: Uuid });
type Params = z.infer<typeof Params>;
/** Who may answer for a vendor and judge what it answers. */
const ASSESSORS = ['admin', 'manager', 'security', 'legal'] as const;

export const assessmentRoutes = (deps: Deps): readonly Route[] => [
  open(deps),
  list(deps),
  read(deps),
  answers(deps),
  submit(deps),
  review(deps),
  link(deps),
];

const open = ({ db }: Deps): Route =>
  route<VendorParams, unknown, z.infer<typeof NewAssessment>>({
    method: 'post',
    path: '/vendors/{id}/assessments',
    summary: 'Ask a vendor a questionnaire; last year’s answers are filled in',
    tag: 'Vendors',
    access: ASSESSORS,
    params: VendorParams,
    body: NewAssessment,
    answers: { 201: Assessment },
    handle: async ({ params, body, actor, now, newId }) => {
      const opened = await openAssessment(db, params.id, { ...body, actor, now, newId });
      return created(`/api/v1/assessments/${opened.id}`, opened);
    },
  });

const list = ({ db }: Deps): Route =>
  route<VendorParams>({
    method: 'get',
    path: '/vendors/{id}/assessments',
    summary: 'Assessments of a vendor, newest first',
    tag: 'Vendors',
    access: 'insiders',
    params: VendorParams,
    answers: { 200: pageOf(AssessmentLine) },
    handle: async ({ params }) => {
      const { id } = knownVendor(await findVendor(db, params.id));
      return ok(wholeOf((await assessmentsOf(db, id)).map(lineOfAssessment)));
    },
  });

const read = ({ db }: Deps): Route =>
  route<Params>({
    method: 'get',
    path: '/assessments/{id}',
    summary: 'One assessment with its questions, answers and score',
    tag: 'Vendors',
    access: 'insiders',
    params: Params,
    answers: { 200: Assessment },
    handle: async ({ params }) => ok(await knownAssessment(db, params.id)),
  });

const answers = ({ db }: Deps): Route =>
  route<Params, unknown, z.infer<typeof AnswersBody>>({
    method: 'put',
    path: '/assessments/{id}/answers',
    summary: 'Answer questions; what is not sent stays as it is',
    tag: 'Vendors',
    access: ASSESSORS,
    params: Params,
    body: AnswersBody,
    answers: { 200: Assessment },
    handle: async (call) =>
      ok(
        await stepAssessment(db, call.params.id, {
          type: 'assessment.answered',
          assessor: assessorOf(call),
          take: (assessment) => withAnswers(assessment, call.body.answers),
        }),
      ),
  });

const submit = ({ db }: Deps): Route =>
  route<Params>({
    method: 'post',
    path: '/assessments/{id}/submit',
    summary: 'Hand the answers in: they are scored, and differences to last year are marked',
    tag: 'Vendors',
    access: ASSESSORS,
    params: Params,
    answers: { 200: Assessment },
    handle: async (call) => {
      const at = new Date(call.now).toISOString();
      const take = (assessment: Assessment, previous: Assessment | null) =>
        submittedAssessment(assessment, { by: call.actor.id, at, previous });
      return ok(
        await stepAssessment(db, call.params.id, { type: 'assessment.submitted', assessor: assessorOf(call), take }),
      );
    },
  });

const review = ({ db }: Deps): Route =>
  route<Params, unknown, ReviewBody>({
    method: 'post',
    path: '/assessments/{id}/review',
    summary: 'Accept what was handed in, or return it with a comment',
    tag: 'Vendors',
    access: ASSESSORS,
    params: Params,
    body: ReviewBody,
    answers: { 200: Assessment },
    handle: async (call) => {
      const { body, actor, now } = call;
      const judged = { body, by: actor.id, at: new Date(now).toISOString(), today: localDate('UTC', now) };
      return ok(
        await stepAssessment(db, call.params.id, {
          type: body.decision === 'accept' ? 'assessment.accepted' : 'assessment.returned',
          assessor: assessorOf(call),
          take: (assessment) => reviewedAssessment(assessment, judged),
        }),
      );
    },
  });

const LINK_DAYS = 30;

const link = (deps: Deps): Route =>
  route<Params>({
    method: 'post',
    path: '/assessments/{id}/link',
    summary: 'Send the vendor a link with which it answers without an account; it replaces the one before',
    tag: 'Vendors',
    access: VENDOR_EDITORS,
    params: Params,
    answers: { 201: AssessmentLink },
    idempotent: false,
    handle: async (call) => {
      const { db, config } = deps;
      const expiresAt = call.now + LINK_DAYS * 86_400_000;
      const target = { assessmentId: call.params.id, expiresAt };
      const secret = createLinks(config.secrets, config.publicUrl).questionnaireToken(target);
      const assessment = await inTransaction(db, async (trx) => {
        const found = await knownAssessment(trx, call.params.id);
        if (found.state === 'accepted') throw new DomainError('STATE_CONFLICT', 'The assessment is accepted already.');
        await saveAssessmentLink(trx, found.id, { secretHash: hashSecret(secret), expiresAt });
        await audit(trx, found, { type: 'assessment.link', assessor: assessorOf(call) });
        return found;
      });
      const contact = (await findVendor(db, assessment.vendorId))?.contactEmail ?? null;
      if (contact !== null) await mailLink(deps, { ...target, now: call.now });
      const url = `${config.publicUrl}/q/${secret}`;
      const view = { url, expiresAt: new Date(expiresAt).toISOString(), contact, mailed: contact !== null };
      return created(`/api/v1/assessments/${assessment.id}`, view);
    },
  });

interface Sent {
  readonly assessmentId: string;
  readonly expiresAt: number;
  readonly now: number;
}

const mailLink = (deps: Deps, { assessmentId, expiresAt, now }: Sent): Promise<void> =>
  sendLetters(deps, `${assessmentId}-questionnaire-${expiresAt}`, [
    {
      key: `${assessmentId}:questionnaire:${expiresAt}`,
      kind: 'questionnaire',
      recipientId: assessmentId,
      engagementId: null,
      facts: { expiresAt: String(expiresAt) },
      now,
    },
  ]);
