import { v7 as uuidv7 } from 'uuid';
import { DomainError } from '../../domain/errors';
import { formToken, isFormToken } from './csrf';
import type { PageDeps } from './reader';

/** An id for what is to come that only we give out, and that only its holder can bring back: a form sent twice adds one thing. */
export function givenOut(deps: PageDeps, holder: string): string {
  const newId = uuidv7();
  return `${newId}.${formToken(deps, subjectOf(holder, newId))}`;
}

export function givenBack(deps: PageDeps, holder: string, text: string): string {
  const newId = text.slice(0, 36);
  if (!isFormToken(deps, subjectOf(holder, newId), text.slice(37)))
    throw new DomainError('FORM_REFUSED', 'The form was open for too long. Nothing was done.');
  return newId;
}

const subjectOf = (holder: string, newId: string): string => `${holder}|${newId}`;
