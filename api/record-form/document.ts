import { DomainError, fieldError } from '../../domain/errors';
import { translate } from '../../templates/catalog';
import { recordDocument } from '../routes/documents';
import { fileInfected } from '../scan/clamd';
import type { FormDefinition } from './form';

/** A document is brought: a draft, a signed copy, a certificate. What has been stored stays as it is. */
export const documentForm: FormDefinition = {
  act: 'edit',
  place: 'contract',
  fields: ({ locale }) =>
    Promise.resolve([
      {
        ...{ name: 'file', kind: 'file', required: true, label: translate(locale, 'form.document.file') },
        hint: translate(locale, 'form.document.file-hint'),
      },
    ]),
  take: (deps, { context, call, documents }) => {
    const file = documents.find(({ field }) => field === 'file');
    // A browser sends a field that nothing was chosen for as a file without a name.
    if (!file || ('incoming' in file && file.incoming.fileName === '')) throw fieldError('file', 'is required');
    // Beside the size, which is what most are refused for.
    if ('refusal' in file && file.refusal === 'FILE_INFECTED') throw fileInfected();
    if ('refusal' in file) throw new DomainError(file.refusal, 'The document is too large.');
    return recordDocument(deps, { ...call, params: { id: context.row.id }, body: file.incoming });
  },
};
