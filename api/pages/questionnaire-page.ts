import { type Request, type Response, Router } from 'express';
import { v7 as uuidv7 } from 'uuid';
import { DomainError } from '../../domain/errors';
import type { Answers, Assessment, AssessmentQuestion } from '../../domain/vendor/assessment/schema';
import { submittedAssessment, withAnswers } from '../../domain/vendor/assessment/steps';
import { contactZone } from '../../domain/vendor/contact-zone';
import { assessmentByLink } from '../../db/stores/assessments';
import { hashSecret } from '../../db/stores/tokens';
import { findVendor } from '../../db/stores/vendors';
import type { AssessmentQuestionView, QuestionnairePage } from '../../templates/supplier-page-data';
import { stepAssessment } from '../vendors/assess';
import { formField } from './csrf';
import type { Guarded } from './guard';
import { type PageDeps, queryText, type Reader, sendPage, shellFor } from './reader';

interface Attempt {
  readonly refusal: string | null;
  readonly faults: readonly string[];
  readonly saved: boolean;
}

/** A vendor answers its questionnaire behind a secret address, without an account; looking changes nothing. */
export function questionnairePage(deps: PageDeps, { visitor }: Guarded): Router {
  const router = Router();
  router.get(
    '/q/:token',
    visitor(async (req, res, reader) => {
      const found = await behindLink(deps, req);
      const saved = queryText(req, 'saved') === '1';
      await show(deps, { req, res, reader, found }, { refusal: null, faults: [], saved });
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

/** Keeps every answer that fits, and hands in when asked to; null when all went well. */
async function attempted({ db, clock }: PageDeps, req: Request, found: Assessment): Promise<Attempt | null> {
  const now = clock();
  const assessor = { actorId: null, channel: 'page', now, newId: uuidv7() } as const;
  const answers = answersOf(req, found);
  const at = new Date(now).toISOString();
  try {
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
    if (!(error instanceof DomainError) || error.code !== 'INVALID_FIELDS') throw error;
    const faults = error.errors.map(({ path }) => path.split('.')[1] ?? '');
    const isOpen = error.errors.every(({ message }) => message === 'is not answered');
    return { refusal: isOpen ? 'questionnaire.incomplete' : 'questionnaire.invalid', faults, saved: false };
  }
}

const questionsOf = ({ questionnaire }: Assessment): readonly AssessmentQuestion[] =>
  questionnaire.categories.flatMap(({ questions }) => questions);

function answersOf(req: Request, found: Assessment): Answers {
  return Object.fromEntries(
    questionsOf(found).map(({ key }) => {
      const [text, note] = [formField(req, `v.${key}`), formField(req, `n.${key}`)];
      const value = text === '' || !Number.isFinite(Number(text)) ? null : Number(text);
      return [key, { value, ...(note && { note: note.slice(0, 2_000) }) }];
    }),
  );
}

interface Visit {
  readonly req: Request;
  readonly res: Response;
  readonly reader: Reader;
  readonly found: Assessment;
}

async function show(deps: PageDeps, { req, res, reader, found }: Visit, attempt: Attempt): Promise<void> {
  const { questionnaire, state, answers, vendorId } = found;
  const title = questionnaire.title[reader.locale];
  const vendor = await findVendor(deps.db, vendorId);
  const data: QuestionnairePage = {
    title,
    vendor: vendor?.name ?? '',
    action: `/q/${tokenOf(req)}`,
    state,
    returned: state === 'open' ? found.reviewComment : null,
    saved: attempt.saved,
    refusal: attempt.refusal,
    answered: questionsOf(found).filter(({ key }) => (answers[key]?.value ?? null) !== null).length,
    questions: questionsOf(found).length,
    categories: questionnaire.categories.map((category) => ({
      title: category.title[reader.locale],
      questions: category.questions.map((one) => questionView(one, { found, reader, attempt })),
    })),
  };
  const shell = shellFor({ ...reader, person: null }, deps, {
    title,
    ...(vendor && { timeZone: contactZone(vendor, 'UTC') }),
  });
  sendPage(res, reader, { name: 'questionnaire', status: attempt.refusal ? 422 : 200, data: { shell, ...data } });
}

function questionView(
  { key, text, type, min, max }: AssessmentQuestion,
  { found, reader, attempt }: { found: Assessment; reader: Reader; attempt: Attempt },
): AssessmentQuestionView {
  const { value = null, note = '' } = found.answers[key] ?? {};
  const choices = type === 'yesno' ? [1, 0] : Array.from({ length: max - min + 1 }, (_, index) => min + index);
  return {
    key,
    text: text[reader.locale],
    type,
    options: type === 'numeric' ? [] : choices.map((one) => ({ value: one, chosen: one === value })),
    value: value === null ? '' : String(value),
    note,
    fault: attempt.faults.includes(key),
  };
}
