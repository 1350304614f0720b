import { z } from 'zod';
import { DomainError } from '../../../domain/errors';
import { AnswerBody, QuestionBody } from '../../../domain/tender/schema';
import type { Question } from '../../../domain/tender/tender';
import { Uuid } from '../../../domain/shapes';
import type { Db } from '../../../db/knex';
import { answerQuestion, findQuestion, insertQuestion, questionsOf } from '../../../db/stores/tender-questions';
import { invitationsOf } from '../../../db/stores/tenders';
import { editableIn, scopedEngagement } from '../../engagement-scope';
import { planAgain } from '../../plan-again';
import { changeRecord } from '../../record';
import { pageOf, wholeOf } from '../../paging';
import { type Call, created, ok, type Route, route } from '../../route';
import { candidateOf, notWhileDecided } from '../../selection-rules';
import type { Services } from '../../services';
import { sendLetters, vendorLetter } from '../../tender/letters';
import { QuestionView, questionView } from '../../tender/view';
import { EngagementParams } from '../engagements';
import { CandidateParams } from '../selection/params';

type Deps = Pick<Services, 'db' | 'gateway' | 'log'>;

export const questionRoutes = (deps: Deps): readonly Route[] => [listQuestions(deps), ask(deps), answer(deps)];

const listQuestions = ({ db }: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/tender/questions',
    summary: 'Questions of both sides with their answers',
    tag: 'Tender',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: pageOf(QuestionView) },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      return ok(wholeOf((await questionsOf(db, params.id)).map(questionView)));
    },
  });

const ask = (deps: Deps): Route =>
  route<CandidateParams, unknown, QuestionBody>({
    method: 'post',
    path: '/engagements/{id}/candidates/{cid}/questions',
    summary:
      'Ask a candidate; how long the answer takes is measured. Topic `low-bid` asks how so low a bid is possible',
    tag: 'Tender',
    access: 'insiders',
    params: CandidateParams,
    body: QuestionBody,
    answers: { 201: QuestionView },
    handle: async (call) => {
      const question = await askCandidate(deps, call);
      return created(`/api/v1/engagements/${call.params.id}/tender/questions`, questionView(question));
    },
  });

/** Asks a candidate and mails it the question; without an invitation the answer is recorded by us. */
export async function askCandidate(deps: Deps, call: Call<CandidateParams, unknown, QuestionBody>): Promise<Question> {
  const { params, body, now, newId, actor } = call;
  await changeRecord(deps.db, call, {
    act: 'edit',
    type: 'tender.question',
    write: async (trx, engagement) => {
      editableIn(engagement, ['VENDOR_SELECTION']);
      await notWhileDecided(trx, engagement);
      const { id: candidateId } = await candidateOf(trx, params);
      const dueAt = body.dueAt === undefined ? null : Date.parse(body.dueAt);
      if (dueAt !== null && dueAt <= now)
        throw new DomainError('INVALID_FIELDS', 'dueAt: must lie ahead', [
          { path: 'dueAt', message: 'must lie ahead' },
        ]);
      const { topic, text } = body;
      await insertQuestion(trx, {
        id: newId,
        candidateId,
        asker: 'buyer',
        topic,
        text,
        dueAt,
        askedBy: actor.id,
        now,
      });
    },
    payload: () => ({ candidateId: params.cid, topic: body.topic }),
  });
  const invitation = (await invitationsOf(deps.db, params.id)).find(({ candidateId }) => candidateId === params.cid);
  const letter = { kind: 'vendor-question', subject: newId, facts: { question: newId }, now } as const;
  if (invitation) await sendLetters(deps, `question-${newId}`, [vendorLetter(invitation, letter)]);
  await planAgain(deps, params.id);
  return known(deps.db, newId);
}

async function known(db: Db, id: string): Promise<Question> {
  const question = await findQuestion(db, id);
  if (!question) throw new DomainError('NOT_FOUND', 'There is no such question.');
  return question;
}

const QuestionParams = z.strictObject({ id: Uuid, qid: Uuid });
type QuestionParams = z.infer<typeof QuestionParams>;

const answer = (deps: Deps): Route =>
  route<QuestionParams, unknown, AnswerBody>({
    method: 'post',
    path: '/engagements/{id}/tender/questions/{qid}/answer',
    summary: 'Answer a vendor’s question to all invited or to the asker; or record an answer that came another way',
    tag: 'Tender',
    access: 'insiders',
    params: QuestionParams,
    body: AnswerBody,
    answers: { 200: QuestionView },
    handle: async (call) => ok(questionView(await answerVendor(deps, call))),
  });

/** Answers a question of a vendor, or records what a vendor has answered another way; mails follow. */
export async function answerVendor(deps: Deps, call: Call<QuestionParams, unknown, AnswerBody>): Promise<Question> {
  const { params, body, now, actor } = call;
  const before = await knownHere(deps.db, params);
  const visibility = before.asker === 'vendor' ? body.visibility : 'asker';
  await changeRecord(deps.db, call, {
    act: 'edit',
    type: 'tender.answer',
    write: async (trx, engagement) => {
      editableIn(engagement, ['VENDOR_SELECTION']);
      await notWhileDecided(trx, engagement);
      const isNew = await answerQuestion(trx, before.id, { answer: body.answer, visibility, by: actor.id, now });
      // Whoever repeats the same answer after a fault has its mails sent.
      if (!isNew && before.answer !== body.answer)
        throw new DomainError('STATE_CONFLICT', 'The question is answered already.');
    },
    payload: () => ({ candidateId: before.candidateId, visibility }),
  });
  await tellAnswer(deps, params, { question: before, visibility, now });
  return known(deps.db, before.id);
}

async function knownHere(db: Db, { id, qid }: QuestionParams): Promise<Question> {
  const question = await known(db, qid);
  await candidateOf(db, { id, cid: question.candidateId });
  return question;
}

interface Told {
  readonly question: Question;
  readonly visibility: Question['visibility'];
  readonly now: number;
}

/** Who asked is nobody's business: all get the same mail. */
async function tellAnswer(deps: Deps, { id }: QuestionParams, { question, visibility, now }: Told): Promise<void> {
  if (question.asker === 'buyer') return;
  const invitations = await invitationsOf(deps.db, id);
  const readers = invitations.filter((one) => visibility === 'all' || one.candidateId === question.candidateId);
  const letter = { kind: 'vendor-answer', subject: question.id, facts: { question: question.id }, now } as const;
  const orders = readers.map((reader) => vendorLetter(reader, letter));
  await sendLetters(deps, `answer-${question.id}`, orders);
}
