import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import { DomainError } from '../../domain/errors';
import { checkCharacters } from '../body';
import { isSameOrigin } from '../same-origin';
import type { Services } from '../services';

type Deps = Pick<Services, 'config' | 'clock'>;

const LIFETIME_MS = 12 * 3_600_000;

/** A form token bound to one session (or to `visitor` before there is one) and to a time; nothing is stored. */
export function formToken({ config, clock }: Deps, subject: string, lifetimeMs = LIFETIME_MS): string {
  const expires = (clock() + lifetimeMs).toString(36);
  return `${expires}.${mac(config.secrets[0] ?? '', `${subject}|${expires}`)}`;
}

/** Refuses a form that another site made, or that was made for somebody else, or too long ago. */
export function checkForm(req: Request, deps: Deps, subject: string): void {
  if (!isSameOrigin(req, deps.config.publicUrl) || !isFormToken(deps, subject, formField(req, 'csrf')))
    throw new DomainError(
      'FORM_REFUSED',
      'The form came from another site or was open for too long. Nothing was done.',
    );
}

/** One field of an urlencoded form exactly as it was sent: spaces at the ends of a password are part of it. */
export function formSecret(req: Request, name: string): string {
  const value = valueOf(req, name);
  return typeof value === 'string' ? value : '';
}

/** What a form says in a field. One that holds what cannot be stored is refused before anybody looks it up. */
function valueOf({ body }: { readonly body?: unknown }, name: string): unknown {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return undefined;
  const value: unknown = Object.entries(body).find(([key]) => key === name)?.[1];
  for (const one of Array.isArray(value) ? value : [value]) if (typeof one === 'string') checkCharacters(one, name);
  return value;
}

/** A text as it was typed: browsers send two characters for the end of a line and count one. */
export const asTyped = (sent: string): string => sent.replaceAll('\r\n', '\n').trim();

/** Every text of a form by the name of its field. */
export function textsByName(body: unknown): Readonly<Record<string, readonly string[]>> {
  if (typeof body !== 'object' || body === null) return {};
  return Object.fromEntries(
    Object.entries(body).map(([name, given]: [string, unknown]) => {
      const values = [given].flat().filter((one) => typeof one === 'string');
      for (const one of values) checkCharacters(one, name);
      return [name, values.map(asTyped)];
    }),
  );
}

/** What any text of a page may have; fields of their own size say so themselves. */
export const LONGEST_TEXT = 10_000;
/** How a page calls the refusal of a longer one. */
export const TOO_LONG = 'TEXT_TOO_LONG';

/** Whether a form holds a text that no browser would have let in: nothing is cut, and it is shown again as it was typed. */
export const isTooLong = ({ body }: { readonly body?: unknown }): boolean =>
  Object.values(textsByName(body)).some((texts) => texts.some(({ length }) => length > LONGEST_TEXT));

/** One field as a single text; lists and missing fields read as empty. */
export const formField = (req: Request, name: string): string => asTyped(formSecret(req, name));

/** Names of the fields of a form; none where no form was sent. */
export const fieldsSent = ({ body }: { readonly body?: unknown }): readonly string[] =>
  typeof body === 'object' && body !== null ? Object.keys(body) : [];

/** The lines of a text, those that say nothing left out. */
export const linesOf = (text: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);

/** All values of a field that may come several times, as check boxes do. */
export function formList(req: Request, name: string): readonly string[] {
  const value = valueOf(req, name);
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((one): one is string => typeof one === 'string');
}

/** Whether we made this token for the subject and it is still good; old root keys verify too. */
export function isFormToken({ config, clock }: Deps, subject: string, token: string): boolean {
  const [expires = '', given = ''] = token.split('.');
  if (!(parseInt(expires, 36) > clock())) return false;
  return config.secrets.some((secret) => isEqual(mac(secret, `${subject}|${expires}`), given));
}

const mac = (secret: string, text: string): string => {
  const key = createHmac('sha256', secret).update('tenure form token v1').digest();
  return createHmac('sha256', key).update(text).digest('base64url');
};

const isEqual = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
