import { ClauseCode, type Clause } from '../../../domain/contract/schema';
import { requiredClauses } from '../../../domain/contract/clauses';
import type { Issue } from '../../../domain/errors';
import { contractFacts } from '../../../db/read/contract-dossier';
import { serviceTypeOf } from '../../../db/read/service-types';
import { knownLabel, translate } from '../../../templates/catalog';
import type { FormContext } from '../form';
import { openChoice, optionsOf } from '../needs-field';
import { type FieldPlan, given, one, type Typed } from '../plan';

const STATUSES = ['present', 'absent', 'waived'] as const;
const PARTS = ['status', 'ref', 'text', 'reason'] as const;
type Part = (typeof PARTS)[number];
/** A clause that the form does not know yet. */
const OWN = 'own';
const MOST_TEXT = 10_000;

/** A field is named by its clause and not by its line: what is asked for changes while the form is open. */
const fieldOf = (code: string, part: Part): string => `clauses.${code}.${part}`;

interface Known {
  readonly code: string;
  readonly name: string;
  readonly clause: Clause | undefined;
}

/** Every clause that is there, needed or recommended, and room for one of one's own. */
export async function clauseFields(
  context: FormContext,
  { clauses, version }: { readonly clauses: readonly Clause[]; readonly version: number },
): Promise<readonly FieldPlan[]> {
  const names = await clauseNames(context, version);
  const codes = new Set([...clauses.map(({ code }) => code), ...names.keys(), ...sentCodes(context.sent)]);
  const say = (key: string): string => translate(context.locale, `form.contract.${key}`);
  const known = [...codes].map((code) => ({
    ...{ code, name: names.get(code) ?? code },
    clause: clauses.find((clause) => clause.code === code),
  }));
  return [
    ...known.flatMap((one_) => fieldsOf(one_, context)),
    {
      ...{
        name: `clauses.${OWN}.code`,
        kind: 'line',
        label: say('clause-code'),
        hint: say('clause-code-hint'),
        most: 40,
      },
      heading: say('clause-own'),
    },
    ...fieldsOf({ code: OWN, name: '', clause: undefined }, context).map(({ heading: _heading, ...field }) => field),
  ];
}

/** Codes that were sent: the record may have lost them meanwhile. */
const sentCodes = (sent: readonly string[]): readonly string[] =>
  sent.flatMap((field) => {
    const code = /^clauses\.([^.]+)\.status$/.exec(field)?.[1];
    return code !== undefined && ClauseCode.safeParse(code).success ? [code] : [];
  });

/** What gate G3 asks for, and what the kind of service recommends, by their names. */
export async function clauseNames(
  { db, row, locale }: FormContext,
  version: number,
): Promise<ReadonlyMap<string, string>> {
  const facts = await contractFacts(db, row, version);
  const { clauses } = await serviceTypeOf(db, row.service_type);
  return new Map([
    ...requiredClauses(facts).map((code) => [code, knownLabel(locale, 'clause', code) ?? code] as const),
    ...clauses.map(({ code, names }) => [code, names[locale]] as const),
  ]);
}

function fieldsOf({ code, name, clause }: Known, context: FormContext): readonly FieldPlan[] {
  const say = (key: string): string => translate(context.locale, `form.contract.${key}`);
  return [
    {
      ...openChoice(fieldOf(code, 'status'), say('clause-status'), {
        options: optionsOf(STATUSES, 'clause-status', context),
        value: clause?.status,
      }),
      heading: name,
    },
    { name: fieldOf(code, 'ref'), kind: 'line', label: say('clause-ref'), most: 200, value: clause?.ref ?? '' },
    {
      name: fieldOf(code, 'text'),
      kind: 'text',
      label: say('clause-text'),
      most: MOST_TEXT,
      value: clause?.text ?? '',
    },
    { name: fieldOf(code, 'reason'), kind: 'text', label: say('clause-reason'), value: clause?.reason ?? '' },
  ];
}

/** A clause as it was sent, with the name of its line on the form. */
export interface SentClause {
  readonly line: string;
  readonly clause: Readonly<Record<string, string>>;
}

/** Clauses of which anything is said; one whose status is missing is sent on, so that this is named. */
export const clausesIn = (typed: Typed): readonly SentClause[] =>
  [...new Set(Object.keys(typed).flatMap((field) => /^clauses\.([^.]+)\./.exec(field)?.[1] ?? []))].flatMap((line) => {
    const text = (part: Part): string => one(typed, fieldOf(line, part));
    const code = line === OWN ? one(typed, `clauses.${OWN}.code`).toUpperCase() : line;
    const isSaid = PARTS.some((part) => text(part) !== '') || (line === OWN && code !== '');
    if (!isSaid) return [];
    const rest = { ...given('ref', text('ref')), ...given('text', text('text')), ...given('reason', text('reason')) };
    return [{ line, clause: { code, status: text('status'), ...rest } }];
  });

/** A fault of a clause at the line of the form where it stands. */
export const atClause = ({ path, message }: Issue, sent: readonly SentClause[]): Issue => ({
  path: path.replace(/^clauses\.(\d+)/, (_, place: string) => `clauses.${sent[Number(place)]?.line ?? place}`),
  message,
});
