import { DomainError } from '../../domain/errors';
import {
  KNOWLEDGE_METHODS,
  KnowledgeChange,
  type KnowledgeView,
  NewKnowledge,
} from '../../domain/exit/knowledge-schema';
import { activeInsiders } from '../../db/stores/people';
import { knowledgeOf } from '../../db/stores/knowledge-transfers';
import { labelOf, translate } from '../../templates/catalog';
import { parseWith } from '../parse';
import { recordKnowledge, recordKnowledgeChange } from '../routes/exit-knowledge';
import type { FormContext, FormDefinition } from './form';
import { type FieldPlan, linesIn, one } from './plan';

/** How something that has to be known goes over; behind `?of=` the item that is changed. */
export const exitKnowledgeForm: FormDefinition = {
  act: 'edit',
  place: { page: '/exit', part: 'knowledge' },
  fields: async (context) => {
    const before = await itemOf(context);
    return [topicField(context, before), ...plainFields(context, before), await receiverField(context, before)];
  },
  take: async (deps, { context, typed, call }) => {
    const before = await itemOf(context);
    const { id } = context.row;
    const wanted = {
      giver: one(typed, 'giver'),
      method: one(typed, 'method'),
      due: one(typed, 'due'),
      materials: linesIn(typed, 'materials').map(materialIn),
      receiverId: one(typed, 'receiverId'),
    };
    if (before) {
      const body = parseWith(KnowledgeChange, wanted, 'INVALID_FIELDS');
      return recordKnowledgeChange(deps, { ...call, params: { id, item: before.id }, body });
    }
    const body = parseWith(NewKnowledge, { topic: one(typed, 'topic'), ...wanted }, 'INVALID_FIELDS');
    return recordKnowledge(deps, { ...call, params: { id }, body });
  },
};

async function itemOf({ db, row, item }: FormContext): Promise<KnowledgeView | null> {
  if (item === '') return null;
  const found = (await knowledgeOf(db, row.id)).find(({ id }) => id === item);
  if (!found) throw new DomainError('NOT_FOUND', 'The engagement has no such item of knowledge.');
  return found;
}

/** `Runbook https://wiki.example.com/runbook`, or the address alone. */
function materialIn(line: string): { readonly title: string; readonly href: string } {
  const [, title = '', href = line] = /^(?:(.*\S)\s+)?(\S+)$/.exec(line) ?? [];
  return { title: title || href.slice(0, 200), href };
}

const materialLine = ({ title, href }: KnowledgeView['materials'][number]): string =>
  title === href ? href : `${title} ${href}`;

/** What an item is about stays as it was planned. */
const topicField = ({ locale }: FormContext, before: KnowledgeView | null): FieldPlan => ({
  name: 'topic',
  kind: before ? 'hidden' : 'line',
  label: translate(locale, 'form.exit-knowledge.topic'),
  required: true,
  most: 200,
  value: before?.topic ?? '',
});

function plainFields({ locale }: FormContext, before: KnowledgeView | null): readonly FieldPlan[] {
  const say = (key: string): string => translate(locale, `form.exit-knowledge.${key}`);
  return [
    {
      name: 'giver',
      kind: 'line',
      label: say('giver'),
      ...(before && { heading: before.topic }),
      required: true,
      most: 200,
      value: before?.giver ?? '',
    },
    {
      name: 'method',
      kind: 'choice',
      label: say('method'),
      options: KNOWLEDGE_METHODS.map((value) => ({ value, text: labelOf(locale, 'knowledge-method', value) })),
      value: before?.method ?? 'documents',
    },
    { name: 'due', kind: 'day', label: say('due'), required: true, most: 10, value: before?.due ?? '' },
    {
      name: 'materials',
      kind: 'text',
      label: say('materials'),
      hint: say('materials-hint'),
      value: (before?.materials ?? []).map(materialLine).join('\n'),
    },
  ];
}

async function receiverField({ db, locale }: FormContext, before: KnowledgeView | null): Promise<FieldPlan> {
  const people = await activeInsiders(db);
  return {
    name: 'receiverId',
    kind: 'choice',
    label: translate(locale, 'form.exit-knowledge.receiver'),
    ...(before?.state === 'handed-over' && { hint: translate(locale, 'form.exit-knowledge.receiver-hint') }),
    required: true,
    options: people.map(({ id, name }) => ({ value: id, text: name })),
    value: before?.receiverId ?? '',
  };
}
