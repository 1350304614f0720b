import type { Request } from 'express';
import type { Person } from '../../domain/people/people';
import { Email } from '../../domain/people/schema';
import type { SignInMethod } from '../../domain/people/session-rules';
import { heldToken } from '../../db/stores/tokens';
import { formField, formSecret } from '../pages/csrf';
import type { Services } from '../services';
import { attempted } from './attempt';
import { hasPassword, mayHavePassword, personByPassword } from './password';
import { personByEmail } from '../../db/stores/passwords';

type Deps = Pick<Services, 'db' | 'clock' | 'config'>;

export interface Proof {
  readonly userId: string;
  readonly method: SignInMethod;
  /** What showed it, as it was then: the moment at which the password was set, or the id of the token or identity. Absent where no second step follows. */
  readonly by?: string;
  /** Whether several factors were shown with it. */
  readonly several?: boolean;
  /** When it was made, where that was before: elsewhere, hours ago. */
  readonly provedAt?: number;
}

/** Whose form of the sign-in page this is: one with an address and a password, or one with a token. */
export const proofOf = (deps: Deps, req: Request): Promise<Proof | null> =>
  formField(req, 'token') ? proofByToken(deps, req) : proofByPassword(deps, req);

async function proofByPassword(deps: Deps, req: Request): Promise<Proof | null> {
  // What is no address is nobody's: it is neither looked up nor counted, and costs the same work.
  const email = Email.safeParse(formField(req, 'email')).data ?? null;
  const known = email === null ? null : await personByEmail(deps.db, email);
  return attempted(deps, {
    req,
    method: 'password',
    account: email,
    userId: known?.person.id ?? null,
    prove: async () => {
      const found = await personByPassword(deps.db, { email, password: formSecret(req, 'password') });
      if (!found || !mayHavePassword(deps, found.person)) return null;
      return { userId: found.person.id, method: 'password', by: String(found.changedAt) };
    },
  });
}

/** A token with scopes is for programs and opens no session, which could do more than it. */
const proofByToken = (deps: Deps, req: Request): Promise<Proof | null> =>
  attempted(deps, {
    req,
    method: 'token',
    account: null,
    userId: null,
    prove: async () => {
      const held = await heldToken(deps.db, formField(req, 'token'), deps.clock());
      return held?.scopes === null ? { userId: held.person.id, method: 'token', by: held.id } : null;
    },
  });

/** Whether somebody who is signed in shows again by their password, or by a token of theirs, who they are. */
export function provenAgain(deps: Deps, req: Request, person: Person): Promise<Proof | null> {
  const { id: userId, email } = person;
  const byToken = formField(req, 'token') !== '';
  return attempted<Proof>(deps, {
    req,
    method: byToken ? 'token' : 'password',
    account: byToken ? null : email,
    userId,
    prove: async () => {
      if (!byToken)
        return mayHavePassword(deps, person) && (await hasPassword(deps.db, userId, formSecret(req, 'password')))
          ? { userId, method: 'password' }
          : null;
      const held = await heldToken(deps.db, formField(req, 'token'), deps.clock());
      return held?.person.id === userId && held.scopes === null ? { userId, method: 'token' } : null;
    },
  });
}
