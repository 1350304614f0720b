import type { Refusal } from '../errors';
import type { KnowledgeChange, KnowledgeState, KnowledgeView } from './knowledge-schema';

export type KnowledgeAct = 'change' | 'hand-over' | 'answer';

const FROM: Readonly<Record<KnowledgeAct, readonly KnowledgeState[]>> = {
  change: ['planned', 'handed-over', 'rejected'],
  'hand-over': ['planned', 'rejected'],
  answer: ['handed-over'],
};

/** Why an item cannot take this step now, or not by this person: knowledge has arrived when its receiver says so. */
export function knowledgeObjection(
  act: KnowledgeAct,
  { state, receiverId, handedOverBy }: Pick<KnowledgeView, 'state' | 'receiverId' | 'handedOverBy'>,
  personId: string,
): Refusal | null {
  if (act === 'hand-over' && personId === receiverId)
    return { code: 'FORBIDDEN', message: 'Somebody else than the receiver hands it over.' };
  if (act === 'answer' && (personId !== receiverId || personId === handedOverBy))
    return { code: 'FORBIDDEN', message: 'The receiver accepts or rejects it, and has not handed it over.' };
  if (FROM[act].includes(state)) return null;
  return { code: 'STATE_CONFLICT', message: `The item is ${state}.` };
}

/** How much of the knowledge has arrived, 0 to 1; what is only planned or on its way counts half. */
export const knowledgeShare = (items: readonly Pick<KnowledgeView, 'state'>[]): number =>
  items.reduce((total, { state }) => total + (state === 'accepted' ? 1 : 0.5), 0) / Math.max(items.length, 1);

const NOT_HANDED_OVER = { state: 'planned', handedOverBy: null, handedOverAt: null } as const;

/** An item as it is changed; a receiver who comes in once it has been handed over has received nothing yet. */
export const changeKnowledge = (before: KnowledgeView, change: KnowledgeChange): KnowledgeView => ({
  ...before,
  ...(isPassedOn(before, change) && NOT_HANDED_OVER),
  giver: change.giver ?? before.giver,
  receiverId: change.receiverId ?? before.receiverId,
  method: change.method ?? before.method,
  due: change.due ?? before.due,
  materials: change.materials ?? before.materials,
});

/** Whether whoever was asked about a hand-over is no longer the one who receives it. */
export const isPassedOn = (before: KnowledgeView, { receiverId }: KnowledgeChange): boolean =>
  before.state === 'handed-over' && receiverId !== undefined && receiverId !== before.receiverId;
