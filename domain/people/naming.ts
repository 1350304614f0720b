/** By what the payload of an entry may tell who a person is. */
export interface Named {
  readonly id: string;
  readonly email: string;
  readonly name: string;
}

/** Fields that hold names of people. A name elsewhere is a word like others: anybody may be called like an answer or a number. */
const NAME_FIELD = /(name|^signatory|^giver|^asker|^declaredBy)$/i;

/**
 * Whether something that was written names a person: by their address as a whole value, or by their name in a field for
 * names, beside their id or address or among what they themselves took part in.
 */
export function namesPerson(said: unknown, person: Named, tookPart: boolean): boolean {
  if (typeof said === 'string') return isAddress(said, person);
  if (Array.isArray(said)) return said.some((each) => namesPerson(each, person, tookPart));
  if (typeof said !== 'object' || said === null) return false;
  const fields = Object.entries(said);
  if (fields.some(([, value]) => namesPerson(value, person, tookPart))) return true;
  const isAbout = tookPart || fields.some(([, value]) => value === person.id);
  return isAbout && fields.some(([field, value]) => NAME_FIELD.test(field) && value === person.name);
}

const isAddress = (text: string, { email }: Named): boolean => text.toLowerCase() === email.toLowerCase();
