import { isDeepStrictEqual } from 'node:util';
import { NewAmendment } from '../../../domain/contract/amendment-schema';
import type { ContractBody } from '../../../domain/contract/schema';
import { DomainError, type Issue } from '../../../domain/errors';
import { versionsOf } from '../../../db/stores/contract-versions';
import { translate } from '../../../templates/catalog';
import { parseWith } from '../../parse';
import { staleRecord } from '../../precondition';
import { proposeAmendment } from '../../routes/amendments';
import { documentOptions } from '../document-options';
import type { FormContext, FormDefinition } from '../form';
import { openChoice } from '../needs-field';
import { versionIn } from '../newer';
import { type FieldPlan, given, one, type Typed, versionField } from '../plan';
import { type KnownTerms, onTermFields, type SentTerms, termFields, termsIn } from './term-fields';

/** Terms that read otherwise from a day on; what is left as it is is no part of the amendment. */
export const amendmentForm: FormDefinition = {
  act: 'edit',
  place: 'contract',
  fields: async (context) => {
    const known = await newestOf(context);
    return [versionField(known.version), ...(await whyFields(context)), ...(await termFields(context, known))];
  },
  take: async (deps, { context, typed, call }) => {
    const { terms, version } = await newestOf(context);
    // What differs is told from the version that the form was drawn from.
    if (versionIn(typed) !== version) throw staleRecord();
    const sent = termsIn(typed, context, terms);
    const { changes, changed } = changesOf(sent, terms);
    try {
      const wanted = { changes, ...whyIn(typed) };
      const body = parseWith(NewAmendment, wanted, 'INVALID_FIELDS');
      return await proposeAmendment(deps, { ...call, params: { id: context.row.id }, body });
    } catch (error) {
      throw onTermFields(error, { ...sent, clauses: changed });
    }
  },
};

async function newestOf({ db, row }: FormContext): Promise<KnownTerms> {
  const newest = (await versionsOf(db, row.id)).at(-1);
  if (!newest) throw new DomainError('NOT_FOUND', 'There is no contract yet.');
  return { terms: newest.terms, version: newest.version };
}

async function whyFields({ db, row, locale }: FormContext): Promise<readonly FieldPlan[]> {
  const say = (key: string): string => translate(locale, `form.contract-amendment.${key}`);
  return [
    { name: 'reason', kind: 'text', label: say('reason'), required: true },
    { name: 'effectiveOn', kind: 'day', label: say('effective-on'), required: true, most: 10 },
    openChoice('documentId', say('document'), {
      options: await documentOptions(db, row.id),
      value: undefined,
    }),
  ];
}

const whyIn = (typed: Typed) => ({
  reason: one(typed, 'reason'),
  effectiveOn: one(typed, 'effectiveOn'),
  ...given('documentId', one(typed, 'documentId')),
});

/** What differs. An amendment says something anew; it has no way to say nothing any more. */
function changesOf({ wanted, clauses }: SentTerms, before: ContractBody) {
  const changed = clauses.filter(
    ({ clause }) =>
      !before.clauses.some((known) => known.code === clause['code'] && isDeepStrictEqual({ ...known }, clause)),
  );
  const { clauses: _all, ...fields } = wanted;
  const differing = Object.entries(fields).filter(([key, value]) => !isDeepStrictEqual(value, valueOf(before, key)));
  const emptied = [
    ...differing.flatMap(([key, value]) => (value === undefined ? [key] : [])),
    ...before.clauses
      .filter(({ code }) => !clauses.some(({ clause }) => clause['code'] === code))
      .map(({ code }) => `clauses.${code}.status`),
  ];
  if (emptied.length > 0) throw new DomainError('INVALID_FIELDS', 'Terms were emptied.', emptied.map(notEmptied));
  const changes = {
    ...Object.fromEntries(differing),
    ...(changed.length > 0 && { clauses: changed.map((one_) => one_.clause) }),
  };
  return { changes, changed };
}

const valueOf = (terms: ContractBody, key: string): unknown =>
  Object.entries(terms).find(([name]) => name === key)?.[1];
const notEmptied = (path: string): Issue => ({
  path,
  message: 'cannot be taken out of a signed contract: say it anew',
});
