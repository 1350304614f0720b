import type { Request } from 'express';
import { type Claims, verifiedEmail } from '../../../domain/people/oidc-claims';
import type { OidcSettings } from '../../../domain/people/oidc-settings';
import type { Person } from '../../../domain/people/people';
import { Email } from '../../../domain/people/schema';
import { findIdentity, insertIdentity, type Named, personByIdentity } from '../../../db/stores/identities';
import { personByEmail } from '../../../db/stores/passwords';
import { inTransaction, type Trx } from '../../../db/transaction';
import type { Services } from '../../services';
import { tellOfChange } from '../../../db/stores/sign-in-changes';
import { noteSignIn } from '../trail';
import type { Answer } from './provider';
import { refusal } from './refusal';

type Deps = Pick<Services, 'db' | 'clock'>;

export interface Found {
  readonly person: Person;
  /** The id of their identity. */
  readonly by: string;
}

/**
 * Whom the provider means. It is the subject that says so; the address finds the person once, at the first time, if the
 * provider has checked it. Nobody is made by signing in.
 */
export async function personOf(
  deps: Deps,
  req: Request,
  { answer: { claims, profile }, settings }: { readonly answer: Answer; readonly settings: OidcSettings },
): Promise<Found> {
  const named = { issuer: settings.issuer, subject: String(claims['sub']) };
  const found = await known(deps, named);
  if (found) return found;
  const saying = 'email' in claims ? claims : await profile();
  return linked(deps, req, { named, email: emailOf(saying, settings) });
}

async function known({ db }: Deps, named: Named): Promise<Found | null> {
  const found = await personByIdentity(db, named);
  if (!found) return null;
  if (!found.person.active) throw refusal('stranger', 'the account is closed', found.person.id);
  return { person: found.person, by: found.id };
}

function emailOf(claims: Claims, { verifiedClaim }: OidcSettings): string {
  const email = Email.safeParse(verifiedEmail(claims, verifiedClaim)).data;
  if (email === undefined) throw refusal('mail', `no address with ${verifiedClaim}`);
  return email;
}

interface First {
  readonly named: Named;
  readonly email: string;
}

const linked = ({ db, clock }: Deps, req: Request, { named, email }: First): Promise<Found> =>
  inTransaction(db, async (trx) => {
    const person = (await personByEmail(trx, email))?.person;
    if (!person) throw refusal('stranger', 'nobody here has the address');
    const now = clock();
    const by = await insertIdentity(trx, { ...named, userId: person.id, now });
    // Another browser of the same person may have been faster.
    if (by === null) return { person, by: await sameOr(trx, person, named) };
    await noteSignIn(trx, req, { type: 'identity.linked', userId: person.id, now });
    await tellOfChange(trx, { userId: person.id, change: 'identity-linked', now });
    return { person, by };
  });

/** An address that the provider has given to somebody else is not the person whom it knew by it before. */
async function sameOr(trx: Trx, person: Person, { issuer, subject }: Named): Promise<string> {
  const present = await findIdentity(trx, person.id, issuer);
  if (present?.subject !== subject) throw refusal('other-subject', 'the person has another subject already', person.id);
  return present.id;
}
