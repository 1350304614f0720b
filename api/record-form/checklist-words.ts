import { DomainError } from '../../domain/errors';
import { unticked } from '../../domain/planning/checklist';
import { engagementChecklist } from '../../db/read/checklist';
import type { FormContext } from './form';

const CHECKLIST = 'checklist.';

/** Programs are told of open items in English; people are in their own language. */
export async function inReadersWords(error: unknown, { db, row, locale }: FormContext): Promise<unknown> {
  if (!(error instanceof DomainError) || !error.errors.some(({ path }) => path.startsWith(CHECKLIST))) return error;
  const items = await engagementChecklist(db, row);
  const errors = error.errors.map((issue) => {
    const item = items.find(({ key }) => issue.path === `${CHECKLIST}${key}`);
    return item ? { ...issue, message: unticked(item.text[locale]) } : issue;
  });
  return new DomainError(error.code, error.message, errors);
}
