import { ContractBody } from '../../../domain/contract/schema';
import { contractOf } from '../../../db/stores/contracts';
import { documentsOf } from '../../../db/stores/documents';
import { translate } from '../../../templates/catalog';
import { parseWith } from '../../parse';
import { etagOf, staleRecord } from '../../precondition';
import { draftContract } from '../../routes/contracts';
import { documentOptions } from '../document-options';
import type { FormContext, FormDefinition } from '../form';
import { openChoice, said } from '../needs-field';
import { versionIn } from '../newer';
import { type FieldPlan, one, type Typed, versionField } from '../plan';
import { type KnownTerms, onTermFields, termFields, termsIn } from './term-fields';

/** The terms of a contract that has not been approved yet; each saving is a version of its own. */
export const contractForm: FormDefinition = {
  act: 'edit',
  place: 'contract',
  fields: async (context) => {
    const known = await knownOf(context);
    return [
      versionField(known.version),
      {
        ...{ name: 'start', kind: 'day', label: translate(context.locale, 'form.contract.start'), most: 10 },
        value: known.terms.start ?? '',
      },
      await documentField(context, known),
      ...(await termFields(context, known)),
    ];
  },
  take: async (deps, { context, typed, call }) => {
    const { terms, version } = await knownOf(context);
    // What the form says of each line is about the version that it was drawn from.
    if (versionIn(typed) !== version) throw staleRecord();
    const sent = termsIn(typed, context, terms);
    try {
      const document = await documentIn(typed, context, terms);
      const wanted = { ...sent.wanted, start: said(typed, 'start'), document };
      const body = parseWith(ContractBody, wanted, 'INVALID_FIELDS');
      const { etag: ifMatch } = etagOf(version);
      return await draftContract(deps.db, { ...call, ifMatch, params: { id: context.row.id }, body });
    } catch (error) {
      throw onTermFields(error, sent);
    }
  },
};

const NONE: KnownTerms = { terms: { clauses: [] }, version: 0 };

async function knownOf({ db, row }: FormContext): Promise<KnownTerms> {
  const stored = await contractOf(db, row.id);
  return stored ? { terms: stored.terms, version: stored.version } : NONE;
}

async function documentField({ db, row, locale }: FormContext, { terms }: KnownTerms): Promise<FieldPlan> {
  const field = openChoice('document', translate(locale, 'form.contract.document'), {
    options: await documentOptions(db, row.id),
    value: terms.document?.fileId,
  });
  // A document that stands outside is named and not chosen.
  const { document } = terms;
  return document && document.fileId === undefined ? { ...field, hint: document.name } : field;
}

async function documentIn(typed: Typed, { db, row }: FormContext, { document: before }: ContractBody) {
  const id = one(typed, 'document');
  if (id === (before?.fileId ?? '')) return before;
  if (id === '') return undefined;
  const stored = (await documentsOf(db, row.id)).find((one_) => one_.id === id);
  return { name: stored?.fileName ?? id, fileId: id };
}
