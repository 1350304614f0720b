import { z } from 'zod';
import { Uuid } from '../../../domain/shapes';
import {
  AnswersBody,
  Assessment,
  AssessmentLine,
  AssessmentLink,
  NewAssessment,
  ReviewBody,
} from '../../../domain/vendor/assessment/schema';
import { submittedAssessment, withAnswers } from '../../../domain/vendor/assessment/steps';
import { assessmentsOf, lineOfAssessment } from '../../../db/stores/assessments';
import { findVendor } from '../../../db/stores/vendor-master';
import { pageOf, wholeOf } from '../../paging';
import { created, ok, type Route, route } from '../../route';
import type { Services } from '../../services';
import { assessorOf, knownAssessment, openAssessment, stepAssessment } from '../../vendors/assess';
import { reviewAssessment, sendAssessmentLink } from '../../vendors/assessment-acts';
import { knownVendor } from '../../vendors/change';
import { VENDOR_EDITORS, VendorParams } from './master';

type Deps = Pick<Services, 'db' | 'config' | 'gateway'>;
const Params = z.strictObject({ id: Uuid });
type Params = z.infer<typeof Params>;
/** Who may answer for a vendor and judge what it answers. */
export const ASSESSORS = ['admin', 'manager', 'security', 'legal'] as const;

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
    handle: async ({ params, body, ...call }) => {
      const opened = await openAssessment(db, params.id, { ...body, ...call });
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
    handle: async (call) => ok(await reviewAssessment(db, call, null)),
  });

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
    handle: async (call) => created(`/api/v1/assessments/${call.params.id}`, await sendAssessmentLink(deps, call)),
  });
