import type { Question } from '../../domain/tender/tender';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

interface Row {
  readonly id: string;
  readonly engagement_id: string;
  readonly candidate_id: string;
  readonly asker: Question['asker'];
  readonly topic: Question['topic'];
  readonly text: string;
  readonly asked_at: Date;
  readonly due_at: Date | null;
  readonly answer: string | null;
  readonly answered_at: Date | null;
  readonly visibility: Question['visibility'];
}

const toQuestion = (row: Row): Question => ({
  id: row.id,
  candidateId: row.candidate_id,
  asker: row.asker,
  topic: row.topic,
  text: row.text,
  askedAt: row.asked_at.getTime(),
  dueAt: row.due_at?.getTime() ?? null,
  answer: row.answer,
  answeredAt: row.answered_at?.getTime() ?? null,
  visibility: row.visibility,
});

export interface NewQuestion extends Pick<Question, 'id' | 'candidateId' | 'asker' | 'topic' | 'text' | 'dueAt'> {
  readonly askedBy: string | null;
  readonly now: number;
}

export async function insertQuestion(trx: Trx, question: NewQuestion): Promise<void> {
  await trx('tender_questions')
    .insert({
      id: question.id,
      candidate_id: question.candidateId,
      asker: question.asker,
      topic: question.topic,
      text: question.text,
      asked_at: new Date(question.now),
      asked_by: question.askedBy,
      due_at: question.dueAt === null ? null : new Date(question.dueAt),
      visibility: 'asker',
    })
    .onConflict('id')
    .ignore();
}

export interface Answer {
  readonly answer: string;
  readonly visibility: Question['visibility'];
  /** A person of ours; null for the vendor itself. */
  readonly by: string | null;
  readonly now: number;
}

/** Answers a question once: the time of the first answer is what counts. Says whether it did. */
export async function answerQuestion(trx: Trx, id: string, { answer, visibility, by, now }: Answer): Promise<boolean> {
  const changed = await trx('tender_questions')
    .where({ id })
    .whereNull('answered_at')
    .update({ answer, answered_at: new Date(now), answered_by: by, visibility });
  return changed > 0;
}

export async function findQuestion(db: Db, id: string): Promise<Question | null> {
  const row = await db<Row>('tender_questions').where({ id }).first();
  return row ? toQuestion(row) : null;
}

/** All questions of an engagement, oldest first. */
export async function questionsOf(db: Db, engagementId: string): Promise<readonly Question[]> {
  const rows = await db<Row>('tender_questions').where({ engagement_id: engagementId }).orderBy(['asked_at', 'id']);
  return rows.map(toQuestion);
}
