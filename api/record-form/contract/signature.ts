import { Signature } from '../../../domain/engagement/schema';
import { DomainError } from '../../../domain/errors';
import { amendmentsOf, type StoredAmendment } from '../../../db/stores/amendments';
import { approvedVersionOf } from '../../../db/stores/contract-versions';
import { translate } from '../../../templates/catalog';
import { parseWith } from '../../parse';
import { recordAmendmentSignature } from '../../routes/amendments';
import { recordSignature } from '../../routes/contract-signatures';
import { documentOptions } from '../document-options';
import type { FormContext, FormDefinition } from '../form';
import { momentField, momentIn } from '../moment-field';
import { openChoice, optionsOf } from '../needs-field';
import { type FieldPlan, given, one, type Typed } from '../plan';

const PARTIES = ['us', 'vendor'] as const;
const METHODS = ['manual-upload', 'e-sign'] as const;

/** Who has signed; behind `?of=` the amendment that was signed. */
export const signatureForm: FormDefinition = {
  act: 'edit',
  place: 'contract',
  fields: async (context) => {
    const sha256 = await signedHash(context);
    return [
      { name: 'contractSha256', kind: 'hidden', label: '', value: sha256 ?? '', keeps: true },
      ...whoFields(context),
      ...(await howFields(context)),
    ];
  },
  take: async (deps, { context, typed, call }) => {
    const { id } = context.row;
    const body = parseWith(Signature, wantedIn(typed, context), 'INVALID_FIELDS');
    if (context.item === '') return recordSignature(deps, { ...call, params: { id }, body });
    const { id: amendmentId } = await amendmentOf(context);
    return recordAmendmentSignature(deps, { ...call, params: { id, amendmentId }, body });
  },
};

async function amendmentOf({ db, row, item }: FormContext): Promise<StoredAmendment> {
  const found = (await amendmentsOf(db, row.id)).find(({ id }) => id === item);
  if (!found) throw new DomainError('NOT_FOUND', 'The contract has no such amendment.');
  return found;
}

/** What is signed: the form holds it, so that nothing else is signed by it. */
const signedHash = async (context: FormContext): Promise<string | null> =>
  context.item === ''
    ? ((await approvedVersionOf(context.db, context.row.id))?.sha256 ?? null)
    : (await amendmentOf(context)).sha256;

const say = ({ locale }: FormContext, key: string): string => translate(locale, `form.contract-signature.${key}`);

const whoFields = (context: FormContext): readonly FieldPlan[] => [
  {
    ...{ name: 'party', kind: 'choice', label: say(context, 'party'), required: true },
    options: optionsOf(PARTIES, 'party', context),
  },
  { name: 'signatory', kind: 'line', label: say(context, 'signatory'), required: true, most: 200 },
  {
    ...momentField('signedAt', say(context, 'signed-at'), { value: context.now, zone: context.row.time_zone }),
    required: true,
  },
];

async function howFields(context: FormContext): Promise<readonly FieldPlan[]> {
  return [
    openChoice('method', say(context, 'method'), {
      options: optionsOf(METHODS, 'signing-method', context),
      value: undefined,
    }),
    openChoice('documentId', say(context, 'document'), {
      options: await documentOptions(context.db, context.row.id),
      value: undefined,
    }),
  ];
}

const wantedIn = (typed: Typed, { row }: FormContext) => ({
  party: one(typed, 'party'),
  signatory: one(typed, 'signatory'),
  signedAt: momentIn(one(typed, 'signedAt'), { before: null, zone: row.time_zone }),
  ...given('method', one(typed, 'method')),
  ...given('documentId', one(typed, 'documentId')),
  ...given('contractSha256', one(typed, 'contractSha256')),
});
