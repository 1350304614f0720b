import { Readable } from 'node:stream';
import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { erasureObjection } from '../../domain/people/erasure';
import { Uuid } from '../../domain/shapes';
import { erasePerson, erasureFacts, holdEngagements, pseudonymOf } from '../../db/personal/erase';
import { payloadsAbout } from '../../db/personal/payloads';
import { personalData } from '../../db/personal/export';
import { lockPerson } from '../../db/stores/people';
import { inTransaction } from '../../db/transaction';
import { auditPerson, existingPerson, known } from '../people';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';

const Params = z.strictObject({ id: Uuid });
type Params = z.infer<typeof Params>;
type Deps = Pick<Services, 'db'>;

const Erased = z.strictObject({ id: Uuid, pseudonym: z.string(), erased: z.record(z.string(), z.int()) });

/** What people may ask of whoever keeps data about them: to see it, and that it goes. */
export const personalDataRoutes = (deps: Deps): readonly Route[] => [all(deps), erase(deps)];

const all = ({ db }: Deps): Route =>
  route<Params>({
    method: 'get',
    path: '/users/{id}/personal-data',
    summary: 'Everything that is held about a person, and until when: a JSON object a line',
    tag: 'People',
    access: ['admin'],
    params: Params,
    stepUp: true,
    answers: { 200: null },
    media: ['application/x-ndjson'],
    handle: async ({ params }) => {
      const person = await existingPerson(db, params.id);
      return {
        headers: {
          'content-type': 'application/x-ndjson; charset=utf-8',
          'content-disposition': `attachment; filename="personal-data-${person.id}.ndjson"`,
        },
        body: Readable.from(linesOf(personalData(db, person))),
      };
    },
  });

/** The last line says that it is the last: an answer that broke off has none. */
async function* linesOf(rows: AsyncIterable<unknown>): AsyncGenerator<string> {
  let count = 0;
  for await (const row of rows) {
    count += 1;
    yield `${JSON.stringify(row)}\n`;
  }
  yield `${JSON.stringify({ complete: true, rows: count })}\n`;
}

const erase = ({ db }: Deps): Route =>
  route<Params>({
    method: 'post',
    path: '/users/{id}/erase',
    summary: 'Erase the data of a person who has left; decisions stay under a pseudonym',
    tag: 'People',
    access: ['admin'],
    params: Params,
    body: z.strictObject({}),
    stepUp: true,
    answers: { 200: Erased },
    handle: async (call) => {
      const { actor, channel, now, params } = call;
      const answer = await inTransaction(db, async (trx) => {
        const { person } = known(await lockPerson(trx, params.id));
        const payloads = await payloadsAbout(trx, person);
        await holdEngagements(trx, payloads);
        const refusal = erasureObjection(await erasureFacts(trx, person, payloads));
        if (refusal) throw DomainError.from(refusal);
        const erased = await erasePerson(trx, person, { actorId: actor.id, channel, now, payloads });
        const pseudonym = pseudonymOf(person.id);
        await auditPerson(trx, call, { id: person.id, type: 'user.erased', payload: { pseudonym, erased } });
        return { id: person.id, pseudonym, erased };
      });
      return ok(answer);
    },
  });
