import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { NewIdentity } from '../../domain/people/identity-schema';
import { Uuid } from '../../domain/shapes';
import { deleteIdentities, insertIdentity } from '../../db/stores/identities';
import { endSessions } from '../../db/stores/sessions';
import { inTransaction } from '../../db/transaction';
import { auditPerson, existingPerson } from '../people';
import { type Route, route } from '../route';
import type { Services } from '../services';
import { tellOfChange } from '../../db/stores/sign-in-changes';

type Deps = Pick<Services, 'db' | 'config'>;
const Params = z.strictObject({ id: Uuid });
type Params = z.infer<typeof Params>;

/** Who somebody is at the organisation's own sign-in, where it is not found by a checked address, or no longer right. */
export const identityRoutes = (deps: Deps): readonly Route[] => [link(deps), unlink(deps)];

const admins = { tag: 'People', access: ['admin'], stepUp: true, path: '/users/{id}/identity' } as const;

const link = ({ db, config }: Deps): Route =>
  route<Params, unknown, NewIdentity>({
    ...admins,
    method: 'put',
    summary: 'Say who a person is at the organisation’s own sign-in, by its `sub`; what was said before goes',
    params: Params,
    body: NewIdentity,
    answers: { 204: null },
    handle: async (call) => {
      const { now, body } = call;
      const issuer = config.oidc?.issuer;
      if (issuer === undefined) throw new DomainError('STATE_CONFLICT', 'The organisation has no sign-in of its own.');
      const { id: userId } = await existingPerson(db, call.params.id);
      await inTransaction(db, async (trx) => {
        await deleteIdentities(trx, userId);
        if ((await insertIdentity(trx, { userId, issuer, subject: body.subject, now })) === null)
          throw new DomainError('CONFLICT', 'Somebody else has this subject.');
        await endSessions(trx, userId);
        await auditPerson(trx, call, { id: userId, type: 'user.identity-linked', payload: { issuer } });
        await tellOfChange(trx, { userId, change: 'identity-linked', now });
      });
      return { status: 204 };
    },
  });

const unlink = ({ db }: Deps): Route =>
  route<Params>({
    ...admins,
    method: 'delete',
    summary: 'Separate a person from the organisation’s own sign-in, and sign them out everywhere',
    params: Params,
    answers: { 204: null },
    handle: async (call) => {
      const { id: userId } = await existingPerson(db, call.params.id);
      await inTransaction(db, async (trx) => {
        if ((await deleteIdentities(trx, userId)) === 0)
          throw new DomainError('NOT_FOUND', 'The organisation’s own sign-in does not know the person.');
        await endSessions(trx, userId);
        await auditPerson(trx, call, { id: userId, type: 'user.identity-removed', payload: {} });
        await tellOfChange(trx, { userId, change: 'identity-removed', now: call.now });
      });
      return { status: 204 };
    },
  });
