import { DomainError } from '../../domain/errors';
import type { Db } from '../../db/knex';
import { findByEmails } from '../../db/read/people';

/** No person has this id: an address that names nobody is refused as a person who is not there. */
const NOBODY = '00000000-0000-0000-0000-000000000000';
const ADDRESS = /(?<![^\s:=,;])[^\s:=,;]+@[^\s:=,;]+/g;

/** Who is named by which address, for every address in some texts. */
export async function peopleNamedIn(db: Db, texts: readonly string[]): Promise<(email: string) => string> {
  const emails = [...new Set(texts.flatMap((text) => text.match(ADDRESS) ?? []).map((email) => email.toLowerCase()))];
  const found = await findByEmails(db, emails);
  const ids = new Map(found.map(({ id, email }) => [email.toLowerCase(), id]));
  return (email) => ids.get(email.toLowerCase()) ?? NOBODY;
}

/** Who typed an address is not told of an id. */
export const inAddresses = (refusal: DomainError): DomainError =>
  new DomainError(
    refusal.code,
    refusal.message,
    refusal.errors.map(({ path, message }) => ({
      path,
      message: message.replace(/^[0-9a-f-]{36} (?=is not an active)/, ''),
    })),
  );
