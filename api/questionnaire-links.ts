import type { Request, Router } from 'express';
import { v7 as uuidv7 } from 'uuid';
import { DomainError } from '../domain/errors';
import { AnswersBody } from '../domain/vendor/assessment/schema';
import { submittedAssessment, withAnswers } from '../domain/vendor/assessment/steps';
import { contactZone } from '../domain/vendor/contact-zone';
import { type AssessmentLink, findAssessment, findAssessmentLink } from '../db/stores/assessments';
import { hashSecret } from '../db/stores/tokens';
import { findVendor } from '../db/stores/vendor-master';
import { questionsOf } from '../domain/vendor/assessment/assessment';
import type { Vendor } from '../domain/vendor/vendor-schema';
import type { QuestionnairePage } from '../templates/supplier-page-data';
import { mailedPage, type MailedVisit, recorded } from './links/mailed-page';
import { formField } from './pages/csrf';
import { type Attempt, questionnaireView, savedIn, type TypedAnswers } from './pages/questionnaire-view';
import { queryText, readerOf, sendPage, shellFor } from './pages/reader';
import { parseWith } from './parse';
import { figure } from './record-form/plan';
import type { Services } from './services';
import { stepAssessment } from './vendors/assess';

interface QuestionnaireLink extends AssessmentLink {
  readonly vendor: Vendor;
}
type Visit = MailedVisit<QuestionnaireLink>;

/** The page on which a vendor answers its questionnaire, behind a secret address and without an account. */
export const questionnaireLinks = (services: Services): Router =>
  mailedPage<QuestionnaireLink>(services, {
    letter: 'q',
    expired: 'questionnaire-expired',
    find: (token) => find(services, token),
    scope: ({ assessment: { id, previousId } }) => ({
      role: 'vendor',
      assessments: [id],
      ...(previousId !== null && { earlier_assessments: [previousId] }),
    }),
    show: (visit) => show(visit, { typed: savedIn(visit.link.assessment), refusal: null, saved: isSaved(visit.req) }),
    act,
  });

const isSaved = (req: Request): boolean => queryText(req, 'done') === 'saved';

async function find({ db }: Services, token: string): Promise<QuestionnaireLink | null> {
  const found = /^[A-Za-z0-9_-]{43}$/.test(token) ? await findAssessmentLink(db, hashSecret(token)) : null;
  const vendor = found && (await findVendor(db, found.assessment.vendorId));
  return vendor ? { ...found, vendor } : null;
}

async function act(visit: Visit): Promise<void> {
  const { services, link } = visit;
  const refused = await attempted(visit);
  if (!refused) return recorded(visit, 'saved');
  const assessment = (await findAssessment(services.db, link.assessment.id)) ?? link.assessment;
  await show({ ...visit, link: { ...link, assessment } }, refused);
}

/** Keeps the answers where all of them fit, and hands in when asked to; null when all went well. */
async function attempted(visit: Visit): Promise<Attempt | null> {
  const typed = typedIn(visit);
  try {
    if (!visit.isFresh()) throw new DomainError('FORM_REFUSED', 'The page was open for too long.');
    await take(visit, typed);
    return null;
  } catch (error) {
    if (!(error instanceof DomainError) || STATUS[error.code] === undefined) throw error;
    return { typed, refusal: error, saved: false };
  }
}

async function take({ req, services: { db }, link, now }: Visit, typed: TypedAnswers): Promise<void> {
  const { id } = link.assessment;
  const assessor = { actorId: null, channel: 'page', now, newId: uuidv7() } as const;
  const { answers } = parseWith(AnswersBody, { answers: answersIn(typed) }, 'INVALID_FIELDS');
  await stepAssessment(db, id, {
    type: 'assessment.answered',
    assessor,
    take: (assessment) => withAnswers(assessment, answers),
  });
  if (formField(req, 'act') !== 'submit') return;
  const at = new Date(now).toISOString();
  await stepAssessment(db, id, {
    type: 'assessment.submitted',
    assessor,
    take: (assessment, previous) => submittedAssessment(assessment, { by: null, at, previous }),
  });
}

const typedIn = ({ req, link }: Visit): TypedAnswers =>
  Object.fromEntries(
    questionsOf(link.assessment.questionnaire).map(({ key }) => [
      key,
      { value: formField(req, `v.${key}`), note: formField(req, `n.${key}`) },
    ]),
  );

/** As the API would be sent them: what is no number stays what it is, so that it can be told. */
const answersIn = (typed: TypedAnswers): unknown =>
  Object.fromEntries(
    Object.entries(typed).map(([key, { value, note }]) => [key, { value: figure(value), ...(note && { note }) }]),
  );

/** Refusals that are shown on the page itself, beside what was typed. */
const STATUS: Readonly<Record<string, number>> = { INVALID_FIELDS: 422, STATE_CONFLICT: 409, FORM_REFUSED: 403 };

function show(visit: Visit, attempt: Attempt): Promise<void> {
  const { req, res, services, path } = visit;
  const { assessment, vendor } = visit.link;
  const base = readerOf(req, null, vendor.locale);
  const reader = { ...base, timeZone: contactZone(vendor, 'UTC'), here: path };
  const data: QuestionnairePage = {
    vendor: vendor.name,
    action: path,
    hidden: visit.hidden(),
    ...questionnaireView(assessment, attempt, reader.locale),
  };
  const status = attempt.refusal === null ? 200 : (STATUS[attempt.refusal.code] ?? 422);
  sendPage(res, reader, {
    name: 'questionnaire',
    status,
    data: { shell: shellFor(reader, services, { title: data.title, drafts: visit.drafts }), ...data },
  });
  return Promise.resolve();
}
