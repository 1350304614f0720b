import fc from 'fast-check';
import {
  ACTION_ACTS,
  type ActionAct,
  actionAccess,
  actionObjection,
  takeAction,
} from '../../../domain/action-item/acts';
import type { ActionItem } from '../../../domain/action-item/schema';

const item = (part: Partial<ActionItem> = {}): ActionItem => ({
  id: 'i1',
  engagementId: 'e1',
  vendorId: null,
  kind: 'manual',
  title: 'Hand in the report',
  assigneeId: 'ann',
  approverId: null,
  escalateIds: ['owner'],
  opensAt: '2026-11-01T00:00:00.000Z',
  dueAt: '2026-11-30T10:00:00.000Z',
  state: 'open',
  comment: null,
  submittedBy: null,
  waiver: null,
  closedBy: null,
  closedAt: null,
  version: 1,
  ...part,
});
const doing = (act: ActionAct, by: string, text: string | null = null) => ({
  act,
  by,
  text,
  at: '2026-11-20T10:00:00.000Z',
});

test.each<[ActionAct, Partial<ActionItem>, Partial<ActionItem>]>([
  ['done', {}, { state: 'done', submittedBy: 'bo', closedBy: 'bo', comment: 'text' }],
  ['done', { approverId: 'cat' }, { state: 'submitted', submittedBy: 'bo', closedBy: null, comment: 'text' }],
  ['approve', { state: 'submitted', submittedBy: 'ann' }, { state: 'done', submittedBy: 'ann', closedBy: 'bo' }],
  ['return', { state: 'submitted', submittedBy: 'ann' }, { state: 'open', submittedBy: null, comment: 'text' }],
  ['waive', {}, { state: 'open', waiver: { reason: 'text', askedBy: 'bo' } }],
  ['confirm-waiver', { waiver: { reason: 'r', askedBy: 'ann' } }, { state: 'waived', closedBy: 'bo' }],
  ['cancel', {}, { state: 'cancelled', closedBy: 'bo', comment: 'text' }],
])('%s changes the state and counts a version', (act, before, after) => {
  expect(takeAction(item(before), doing(act, 'bo', 'text'))).toEqual(
    expect.objectContaining({ ...after, assigneeId: 'ann', version: 2 }),
  );
});

test.each<[ActionAct, Partial<ActionItem>, string | null]>([
  ['done', { state: 'submitted' }, 'handed in'],
  ['approve', {}, 'No result'],
  ['return', {}, 'No result'],
  ['waive', { waiver: { reason: 'r', askedBy: 'ann' } }, 'second person'],
  ['confirm-waiver', {}, 'Nobody has asked'],
  ['assign', { state: 'done' }, 'done already'],
  ['done', { state: 'waived' }, 'waived already'],
  ['done', {}, null],
  ['assign', { state: 'submitted' }, null],
])('%s on %o is refused where it makes no sense', (act, part, message) => {
  const refusal = actionObjection(act, item(part));
  expect(refusal?.message ?? null).toEqual(message === null ? null : expect.stringContaining(message));
});

test.each<[ActionAct, string, boolean, boolean]>([
  ['done', 'ann', false, true],
  ['done', 'bo', false, false],
  ['done', 'owner', true, true],
  ['approve', 'cat', false, true],
  ['approve', 'ann', true, false],
  ['return', 'bo', false, false],
  ['waive', 'ann', false, true],
  ['cancel', 'ann', false, false],
  ['cancel', 'owner', true, true],
])('%s by %s who answers for the matter: %s is allowed: %s', (act, id, answers, allowed) => {
  const asked = item({ approverId: 'cat', submittedBy: 'ann' });
  const refusal = actionAccess(act, { person: { id, roles: [] }, item: asked, answers });
  expect(refusal === null).toBe(allowed);
});

test('nobody confirms what they asked to leave out', () => {
  const asked = item({ waiver: { reason: 'r', askedBy: 'mia' } });
  const confirm = (id: string) =>
    actionAccess('confirm-waiver', { person: { id, roles: ['manager'] }, item: asked, answers: true });

  expect(confirm('mia')).toMatchObject({ code: 'FORBIDDEN' });
  expect(confirm('max')).toBeNull();
});

test('whatever is done in whatever order, an item that has ended stays as it ended', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...ACTION_ACTS), { maxLength: 20 }), fc.boolean(), (acts, checked) => {
      let now = item({ approverId: checked ? 'cat' : null });
      let ended: ActionItem | null = null;
      for (const act of acts) {
        if (actionObjection(act, now) === null) now = takeAction(now, doing(act, 'ann', 'x'));
        if (ended) expect(now).toEqual(ended);
        if (now.closedAt !== null) ended = now;
      }
    }),
  );
});
