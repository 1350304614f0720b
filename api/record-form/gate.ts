import { GateBody } from '../../domain/engagement/schema';
import type { Gate } from '../../domain/engagement/statuses';
import { evaluationOf } from '../../db/read/evaluation';
import { vendorNames } from '../../db/read/vendors-named';
import { candidatesOf } from '../../db/stores/vendors';
import { labelOf, translate } from '../../templates/catalog';
import { parseWith } from '../parse';
import { startService, submitGate } from '../routes/gates';
import { checkResultsOpen, withheldFrom } from '../selection-rules';
import { inReadersWords } from './checklist-words';
import type { FormContext, FormDefinition, FormPlace } from './form';
import { all, type FieldPlan, given, one } from './plan';

type FormGate = Extract<Gate, 'needs' | 'award' | 'contract' | 'renewal'>;

const comment = (locale: FormContext['locale']): FieldPlan => ({
  name: 'comment',
  kind: 'text',
  label: translate(locale, 'form.gate.comment'),
});

/** What each gate asks for besides a word to those who decide. */
const EXTRAS: Readonly<Record<FormGate, (context: FormContext) => Promise<readonly FieldPlan[]>>> = {
  needs: ({ locale }) =>
    Promise.resolve([
      {
        name: 'acknowledge',
        kind: 'ticks',
        label: translate(locale, 'form.gate.acknowledge'),
        options: [{ value: 'MGMT_COST_UNDERESTIMATED', text: translate(locale, 'form.gate.mgmt-cost') }],
      },
    ]),
  award: async (context) => [
    await candidateField(context),
    {
      name: 'justification',
      kind: 'text',
      label: translate(context.locale, 'form.gate.justification'),
      hint: translate(context.locale, 'form.gate.justification-hint'),
    },
  ],
  contract: () => Promise.resolve([]),
  renewal: ({ locale }) =>
    Promise.resolve([
      {
        name: 'decision',
        kind: 'choice',
        label: translate(locale, 'form.gate.decision'),
        required: true,
        options: (['renew', 'renegotiate', 'exit'] as const).map((value) => ({
          value,
          text: translate(locale, `form.gate.decision-${value}`),
        })),
        value: 'renew',
      },
    ]),
};

/** The candidates, the best of the evaluation first; whoever may not see results yet is told so in their place. */
async function candidateField(context: FormContext): Promise<FieldPlan> {
  const { db, row, person, locale } = context;
  const field = { name: 'candidateId', kind: 'choice', label: translate(locale, 'form.gate.candidate') } as const;
  const withheld = await withheldFrom(db, row, person);
  // Not asked for: a browser would hold back the form, and with it what was typed.
  if (withheld) return { ...field, hint: labelOf(locale, 'withheld', withheld) };
  const options = await rankedOptions(context);
  return { ...field, required: true, options, value: options[0]?.value ?? '' };
}

async function rankedOptions({ db, row, now, locale }: FormContext): Promise<NonNullable<FieldPlan['options']>> {
  const [candidates, evaluation] = await Promise.all([candidatesOf(db, row.id), evaluationOf(db, row, now)]);
  const names = await vendorNames(
    db,
    candidates.map(({ vendorId }) => vendorId),
  );
  const rankOf = (id: string) => evaluation?.candidates.find((rated) => rated.id === id)?.rank ?? null;
  return candidates
    .map(({ id, vendorId }) => ({ id, name: names.get(vendorId) ?? vendorId, rank: rankOf(id) }))
    .sort((one, other) => (one.rank ?? Infinity) - (other.rank ?? Infinity))
    .map(({ id, name, rank }) => ({
      value: id,
      text: rank === null ? name : translate(locale, 'form.gate.ranked', { rank, name }),
    }));
}

const gateForm = (gate: FormGate, place: FormPlace): FormDefinition => ({
  act: 'edit',
  place,
  fields: async (context) => [...(await EXTRAS[gate](context)), comment(context.locale)],
  take: async (deps, { context, typed, call }) => {
    if (gate === 'award') await checkResultsOpen(context.db, context.row, context.person);
    const acknowledge = all(typed, 'acknowledge');
    const body = parseWith(
      GateBody,
      {
        ...given('candidateId', one(typed, 'candidateId')),
        ...given('justification', one(typed, 'justification')),
        ...given('decision', one(typed, 'decision')),
        ...(acknowledge.length > 0 && { acknowledge }),
        ...given('comment', one(typed, 'comment')),
      },
      'INVALID_FIELDS',
    );
    try {
      return await submitGate(deps, { ...call, params: { id: context.row.id }, body }, { gate, body });
    } catch (error) {
      throw await inReadersWords(error, context);
    }
  },
});

/** The gates that are submitted by a form; the end of a service and its settlement have pages of their own. */
export const GATE_FORMS = {
  'gate-needs': gateForm('needs', 'needs'),
  'gate-award': gateForm('award', 'selection'),
  'gate-contract': gateForm('contract', 'contract'),
  'gate-renewal': gateForm('renewal', 'contract'),
} as const;

/** The service begins. */
export const goLiveForm: FormDefinition = {
  act: 'edit',
  place: 'delivery',
  fields: () => Promise.resolve([]),
  take: (deps, { context, call }) => startService(deps, { ...call, params: { id: context.row.id }, body: {} }),
};
