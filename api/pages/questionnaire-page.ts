import { type Request, type Response, Router } from 'express';
import { v7 as uuidv7 } from 'uuid';
import { DomainError } from '../../domain/errors';
import { AnswersBody, type Assessment } from '../../domain/vendor/assessment/schema';
import { submittedAssessment, withAnswers } from '../../domain/vendor/assessment/steps';
import { contactZone } from '../../domain/vendor/contact-zone';
import { assessmentByLink } from '../../db/stores/assessments';
import { hashSecret } from '../../db/stores/tokens';
import { findVendor } from '../../db/stores/vendors';
import type { QuestionnairePage } from '../../templates/supplier-page-data';
import { parseWith } from '../parse';
import { figure } from '../record-form/plan';
import { stepAssessment } from '../vendors/assess';
import { formField } from './csrf';
import type { Guarded } from './guard';
import {
  type Attempt,
  isOvertaken,
  questionnaireView,
  questionsOf,
  savedIn,
  type TypedAnswers,
} from './questionnaire-view';
import { type PageDeps, queryText, type Reader, sendPage, shellFor } from './reader';

/** A vendor answers its questionnaire behind a secret address, without an account; looking changes nothing. */
export function questionnairePage(deps: PageDeps, { visitor }: Guarded): Router {
  const router = Router();
  router.get(
    '/q/:token',
    visitor(async (req, res, reader) => {
      const found = await behindLink(deps, req);
      const saved = queryText(req, 'saved') === '1';
      await show(deps, { req, res, reader, found }, { typed: savedIn(found), refusal: null, saved });
    }),
  );
  router.post(
    '/q/:token',
    visitor(async (req, res, reader) => {
      const found = await behindLink(deps, req);
      const refused = await attempted(deps, req, found);
      if (!refused) return res.redirect(303, `/q/${tokenOf(req)}?saved=1`);
      await show(deps, { req, res, reader, found: await behindLink(deps, req) }, refused);
    }),
  );
  return router;
}

const tokenOf = (req: Request): string => String(req.params['token'] ?? '');

async function behindLink({ db, clock }: PageDeps, req: Request): Promise<Assessment> {
  const token = tokenOf(req);
  const found = /^[A-Za-z0-9_-]{43}$/.test(token) ? await assessmentByLink(db, hashSecret(token), clock()) : null;
  if (!found) throw new DomainError('NOT_FOUND', 'There is nothing at this address, or the link has run out.');
  return found;
}

/** Keeps the answers where all of them fit, and hands in when asked to; null when all went well. */
async function attempted({ db, clock }: PageDeps, req: Request, found: Assessment): Promise<Attempt | null> {
  const now = clock();
  const assessor = { actorId: null, channel: 'page', now, newId: uuidv7() } as const;
  const typed = typedIn(req, found);
  const at = new Date(now).toISOString();
  try {
    const { answers } = parseWith(AnswersBody, { answers: answersIn(typed) }, 'INVALID_FIELDS');
    await stepAssessment(db, found.id, {
      type: 'assessment.answered',
      assessor,
      take: (assessment) => withAnswers(assessment, answers),
    });
    if (formField(req, 'act') !== 'submit') return null;
    await stepAssessment(db, found.id, {
      type: 'assessment.submitted',
      assessor,
      take: (assessment, previous) => submittedAssessment(assessment, { by: null, at, previous }),
    });
    return null;
  } catch (error) {
    if (!(error instanceof DomainError) || !(error.code === 'INVALID_FIELDS' || isOvertaken(error))) throw error;
    return { typed, refusal: error, saved: false };
  }
}

const typedIn = (req: Request, found: Assessment): TypedAnswers =>
  Object.fromEntries(
    questionsOf(found).map(({ key }) => [key, { value: formField(req, `v.${key}`), note: formField(req, `n.${key}`) }]),
  );

/** As the API would be sent them: what is no number stays what it is, so that it can be told. */
const answersIn = (typed: TypedAnswers): unknown =>
  Object.fromEntries(
    Object.entries(typed).map(([key, { value, note }]) => [key, { value: figure(value), ...(note && { note }) }]),
  );

interface Visit {
  readonly req: Request;
  readonly res: Response;
  readonly reader: Reader;
  readonly found: Assessment;
}

async function show(deps: PageDeps, { req, res, reader, found }: Visit, attempt: Attempt): Promise<void> {
  const vendor = await findVendor(deps.db, found.vendorId);
  const data: QuestionnairePage = {
    vendor: vendor?.name ?? '',
    action: `/q/${tokenOf(req)}`,
    ...questionnaireView(found, attempt, reader.locale),
  };
  const shell = shellFor({ ...reader, person: null }, deps, {
    title: data.title,
    ...(vendor && { timeZone: contactZone(vendor, 'UTC') }),
  });
  sendPage(res, reader, { name: 'questionnaire', status: statusOf(attempt), data: { shell, ...data } });
}

const statusOf = ({ refusal }: Attempt): number => (refusal === null ? 200 : isOvertaken(refusal) ? 409 : 422);
