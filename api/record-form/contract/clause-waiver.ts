import { missingClauses } from '../../../domain/contract/completeness';
import { WaiveClause } from '../../../domain/contract/version-schema';
import { ClauseCode } from '../../../domain/contract/schema';
import { DomainError } from '../../../domain/errors';
import { contractFacts } from '../../../db/read/contract-dossier';
import { contractOf, type StoredContract } from '../../../db/stores/contracts';
import { translate } from '../../../templates/catalog';
import { printOf } from '../../drawn-from';
import { parseWith } from '../../parse';
import { recordWaiver, waivable } from '../../routes/clause-waivers';
import { checkAccess } from '../../session';
import type { FormContext, FormDefinition } from '../form';
import { printIn } from '../newer';
import { type FieldPlan, one, printField } from '../plan';
import { clauseNames } from './clause-fields';

/** The contract does without a clause; behind `?of=` the one that is meant. */
export const clauseWaiverForm: FormDefinition = {
  act: 'read',
  place: 'contract',
  fields: async (context) => {
    const { db, row, person, locale } = context;
    checkAccess(['legal'], person);
    const contract = await contractOf(db, row.id);
    if (!contract) throw new DomainError('NOT_FOUND', 'There is no contract yet.');
    const say = (key: string): string => translate(locale, `form.clause-waiver.${key}`);
    return [
      printField(printOf(await waivable(db, row.id, contract))),
      {
        ...{ name: 'code', kind: 'choice', label: say('clause'), required: true },
        options: await openClauses(context, contract),
      },
      { name: 'reason', kind: 'text', label: say('reason'), hint: say('reason-hint'), required: true },
    ];
  },
  take: (deps, { context, typed, call }) => {
    const { code, reason } = parseWith(
      WaiveClause.extend({ code: ClauseCode }),
      { code: one(typed, 'code'), reason: one(typed, 'reason') },
      'INVALID_FIELDS',
    );
    return recordWaiver(deps, { ...call, params: { id: context.row.id, code }, body: { reason } }, printIn(typed));
  },
};

/** Clauses that are neither there nor waived: the one that is meant first, then what gate G3 still asks for. */
async function openClauses(context: FormContext, { terms, version }: StoredContract): Promise<Options> {
  const { db, row, item } = context;
  const facts = await contractFacts(db, row, version);
  const names = await clauseNames(context, version);
  const isOpen = (code: string): boolean =>
    !facts.waived.has(code) && !terms.clauses.some((one_) => one_.code === code && one_.status === 'present');
  const missing = missingClauses(terms, facts).map(({ path }) => path.replace(/^clauses\./, ''));
  const codes = new Set([...missing, ...names.keys(), ...terms.clauses.map(({ code }) => code)].filter(isOpen));
  const meant = codes.has(item) ? [item] : [];
  return [...new Set([...meant, ...codes])].map((code) => ({ value: code, text: names.get(code) ?? code }));
}
type Options = NonNullable<FieldPlan['options']>;
