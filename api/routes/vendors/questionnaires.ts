import { z } from 'zod';
import { DomainError } from '../../../domain/errors';
import { Key } from '../../../domain/shapes';
import { QuestionnaireDefinition, StoredQuestionnaire } from '../../../domain/vendor/assessment/schema';
import { appendAudit, MASTER_STREAM } from '../../../db/stores/audit';
import { findQuestionnaire, listQuestionnaires, saveQuestionnaire } from '../../../db/stores/questionnaires';
import { inTransaction } from '../../../db/transaction';
import { pageOf, wholeOf } from '../../paging';
import { ok, type Route, route } from '../../route';
import type { Services } from '../../services';

type Deps = Pick<Services, 'db'>;
const Params = z.strictObject({ key: Key });
type Params = z.infer<typeof Params>;

export const questionnaireRoutes = (deps: Deps): readonly Route[] => [list(deps), read(deps), put(deps)];

const list = ({ db }: Deps): Route =>
  route({
    method: 'get',
    path: '/questionnaires',
    summary: 'Questionnaires for vendors, as they are in force',
    tag: 'Vendors',
    access: 'insiders',
    answers: { 200: pageOf(StoredQuestionnaire) },
    handle: async () => ok(wholeOf(await listQuestionnaires(db))),
  });

const read = ({ db }: Deps): Route =>
  route<Params>({
    method: 'get',
    path: '/questionnaires/{key}',
    summary: 'One questionnaire',
    tag: 'Vendors',
    access: 'insiders',
    params: Params,
    answers: { 200: StoredQuestionnaire },
    handle: async ({ params }) => {
      const found = await findQuestionnaire(db, params.key);
      if (!found) throw new DomainError('NOT_FOUND', 'There is no such questionnaire.');
      return ok(found);
    },
  });

const put = ({ db }: Deps): Route =>
  route<Params, unknown, QuestionnaireDefinition>({
    method: 'put',
    path: '/questionnaires/{key}',
    summary: 'Set a questionnaire: a new version; assessments that run keep theirs',
    tag: 'Vendors',
    access: ['admin', 'security'],
    params: Params,
    body: QuestionnaireDefinition,
    answers: { 200: StoredQuestionnaire },
    handle: async ({ params: { key }, body, actor, channel, now }) => {
      const saved = await inTransaction(db, async (trx) => {
        const stored = await saveQuestionnaire(trx, { key, definition: body, by: actor.id, now });
        const entry = { key: `questionnaire:${key}:${stored.version}`, at: now, type: 'questionnaire.saved' };
        const payload = { key, version: stored.version };
        await appendAudit(trx, MASTER_STREAM, [{ ...entry, actorId: actor.id, channel, payload }]);
        return stored;
      });
      return ok(saved);
    },
  });
