import type { Request } from 'express';
import { DomainError } from '../../domain/errors';
import { formField, formToken, isFormToken } from '../pages/csrf';
import { isSameOrigin } from '../same-origin';
import type { Services } from '../services';

const LIFETIME_MS = 30 * 60_000;

type Deps = Pick<Services, 'config' | 'clock'>;

/** The hidden field of every form behind a link: good for half an hour and for no other link. */
export const linkFormField = (deps: Deps, token: string) => ({
  name: 'nonce',
  value: formToken(deps, subjectOf(token), LIFETIME_MS),
});

/** Whether the form was made by us for this link, not long ago. */
export const isFreshForm = (req: Request, deps: Deps, token: string): boolean =>
  isFormToken(deps, subjectOf(token), formField(req, 'nonce'));

/** Whether a form of ours is back sooner than anybody can have read it, where a setting says how soon that is. */
export function isTooQuick(req: Request, { config, clock }: Deps): boolean {
  const madeAt = Number.parseInt(formIdOf(req), 36) - LIFETIME_MS;
  return clock() - madeAt < (config.leastReadingMs ?? 0);
}

/** Names one rendering of the form, and is no secret: two presses on one form are one decision. */
export const formIdOf = (req: Request): string => formField(req, 'nonce').split('.')[0] ?? '';

const subjectOf = (token: string): string => `link ${token}`;

const PLAIN = 'application/x-www-form-urlencoded';
/** What a form with file fields sends, with or without files. */
export const WITH_FILES = [PLAIN, 'multipart/form-data'];

/** Refuses what browsers mark as coming from another site, and bodies that its forms do not send. */
export function checkPost(
  req: Request,
  { config }: Pick<Services, 'config'>,
  types: readonly string[] = [PLAIN],
): void {
  const hasBody = Number(req.headers['content-length'] ?? 0) > 0 || 'transfer-encoding' in req.headers;
  if (hasBody && !req.is([...types])) throw new DomainError('UNSUPPORTED_MEDIA_TYPE', 'A decision is sent as a form.');
  if (!isSameOrigin(req, config.publicUrl)) throw new DomainError('FORM_REFUSED', 'The form came from another site.');
}
