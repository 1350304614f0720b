import type { Knex } from 'knex';

/** Questions name their tender: whether a bidder may read an answer that is for all is told from the row alone. */
export async function tenderQuestions(db: Knex): Promise<void> {
  await db.raw(`
    alter table tender_questions add column engagement_id uuid references engagements (id);
    update tender_questions set engagement_id = candidates.engagement_id
      from candidates where candidates.id = candidate_id;
    create index tender_questions_of_tender on tender_questions (engagement_id, asked_at);

    create function tender_of_question() returns trigger language plpgsql as $$
    begin
      select engagement_id into new.engagement_id from candidates where id = new.candidate_id;
      return new;
    end $$;
    create trigger tender_of_question before insert on tender_questions
      for each row execute function tender_of_question();
  `);
}
