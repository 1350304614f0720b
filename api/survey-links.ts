import { randomUUID } from 'node:crypto';
import type { Router } from 'express';
import { DomainError } from '../domain/errors';
import type { PageData } from '../templates/page-data';
import { surveyPageLinks } from '../page-links';
import { mailedPage, type MailedVisit, recorded } from './links/mailed-page';
import { formField, TOO_LONG } from './pages/csrf';
import { queryText, readerOf, sendPage, shellFor } from './pages/reader';
import type { Services } from './services';
import { answerIn, answerSurvey, filledIn } from './survey-page/acts';
import { findSurveyLink, type SurveyLink } from './survey-page/find';
import { type Attempt, surveyPage, UNTRIED } from './survey-page/view';

type Visit = MailedVisit<SurveyLink>;

/** The page on which people answer a survey, without an account. */
export function surveyLinks(services: Services): Router {
  const links = surveyPageLinks(services.config.secrets, services.config.publicUrl);
  return mailedPage<SurveyLink>(services, {
    letter: 'f',
    expired: 'survey-closed',
    find: (token) => findSurveyLink(services, links, token),
    scope: ({ survey: { id }, invitation }) => ({
      role: 'vendor',
      surveys: [id],
      ...(invitation ? { invitations: [invitation.id] } : { open_surveys: [id] }),
    }),
    show: (visit) => sendSurveyPage(visit, { ...UNTRIED, done: queryText(visit.req, 'done') === 'saved' }),
    act,
  });
}

async function act(visit: Visit): Promise<void> {
  const { req, services, link, now } = visit;
  const filled = filledIn(req);
  if (!visit.isFresh()) return sendSurveyPage(visit, { ...refusedWith('FORM_REFUSED'), filled });
  try {
    const answer = answerIn(link.survey, filled);
    await answerSurvey(services.db, { link, answer, form: formField(req, 'form') || randomUUID(), now });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return sendSurveyPage(visit, { ...refusedWith(reasonOf(error), error.errors), filled });
  }
  recorded(visit, 'saved');
}

const refusedWith = (refusal: string, errors: Attempt['errors'] = []): Attempt => ({ ...UNTRIED, errors, refusal });

/** A comment that is too long is another matter than a question without an answer. */
const reasonOf = ({ code, errors }: DomainError): string =>
  errors.length > 0 && errors.every(({ path }) => path === 'comment') ? TOO_LONG : code;

const STATUS: Readonly<Record<string, number>> = { STATE_CONFLICT: 409, FORM_REFUSED: 403, TOO_MANY_REQUESTS: 429 };

async function sendSurveyPage(visit: Visit, attempt: Attempt): Promise<void> {
  const { req, res, services, link, path } = visit;
  const reader = {
    ...readerOf(req, null, link.invitation?.locale),
    timeZone: link.engagement.time_zone,
    here: path,
  };
  const data: PageData['survey'] = {
    shell: shellFor(reader, services, { title: link.survey.title, drafts: visit.drafts }),
    ...(await surveyPage(services.db, link, attempt)),
    form: formField(req, 'form') || randomUUID(),
    action: path,
    hidden: visit.hidden(),
  };
  const status = attempt.refusal === null ? 200 : (STATUS[attempt.refusal] ?? 422);
  sendPage(res, reader, { name: 'survey', data, status });
}
