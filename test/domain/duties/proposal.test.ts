import fc from 'fast-check';
import { proposalObjection, type Settler } from '../../../domain/duties/proposal';
import { PROPOSAL_ACTIONS, PROPOSAL_STATES, type ProposalAct } from '../../../domain/duties/proposal-schema';

const NOW = 1_000;
const made = (byId: string) => ({
  roles: ['admin' as const],
  changes: [{ role: 'admin' as const, given: true, byId, countsFrom: NOW + 1 }],
});
const A: Settler = { id: 'A', admin: true, standing: null, askerIds: ['A'], tokenById: null };
const B: Settler = { ...A, id: 'B' };
const code = (
  by: Settler,
  act: ProposalAct,
  { state = 'open', now = NOW }: { state?: 'open' | 'confirmed'; now?: number } = {},
) => proposalObjection({ state, proposedById: 'A' }, act, { by, now })?.code ?? null;

/** A has asked for it. */
test.each<[string, Settler, ProposalAct, string | null]>([
  ['another administrator confirms', B, { action: 'confirm' }, null],
  ['whoever asked does not confirm', A, { action: 'confirm' }, 'FORBIDDEN'],
  ['nobody else confirms', { ...B, admin: false }, { action: 'confirm' }, 'FORBIDDEN'],
  [
    'an administrator made by the one who asked does not',
    { ...B, standing: made('A') },
    { action: 'confirm' },
    'FORBIDDEN',
  ],
  ['nor rejects', { ...B, standing: made('A') }, { action: 'reject', comment: 'no' }, 'FORBIDDEN'],
  ['another account of the one who asked does not', { ...B, askerIds: ['A', 'B'] }, { action: 'confirm' }, 'FORBIDDEN'],
  [
    'nor an administrator whom that account has made',
    { ...B, standing: made('A2'), askerIds: ['A', 'A2'] },
    { action: 'confirm' },
    'FORBIDDEN',
  ],
  ['nor does a token that the one who asked has made', { ...B, tokenById: 'A' }, { action: 'confirm' }, 'FORBIDDEN'],
  ['a token that somebody else has made does', { ...B, tokenById: 'C' }, { action: 'confirm' }, null],
  ['one made by somebody else does', { ...B, standing: made('C') }, { action: 'confirm' }, null],
  ['another administrator rejects with a reason', B, { action: 'reject', comment: 'no' }, null],
  ['and not without', B, { action: 'reject', comment: ' x ' }, 'COMMENT_REQUIRED'],
  ['whoever asked does not reject', A, { action: 'reject', comment: 'no' }, 'FORBIDDEN'],
  ['whoever asked takes it back', A, { action: 'withdraw' }, null],
  ['even when no administrator any more', { ...A, admin: false }, { action: 'withdraw' }, null],
  ['nobody else takes it back', B, { action: 'withdraw' }, 'FORBIDDEN'],
])('%s', (_name, by, act, expected) => {
  expect(code(by, act)).toBe(expected);
  expect(code(by, act, { state: 'confirmed' })).toBe('STATE_CONFLICT');
});

test('an administrator made by the one who asked confirms once that counts', () => {
  expect(code({ ...B, standing: made('A') }, { action: 'confirm' }, { now: NOW + 1 })).toBeNull();
});

test('whatever is confirmed or rejected was open, and two people had to do with it', () => {
  const people = fc.constantFrom('A', 'B', 'C');
  const acts = fc.record({ action: fc.constantFrom(...PROPOSAL_ACTIONS), comment: fc.constantFrom('', 'because') });
  fc.assert(
    fc.property(
      people,
      people,
      fc.boolean(),
      acts,
      fc.constantFrom(...PROPOSAL_STATES),
      fc.option(people),
      (by, askedBy, admin, act, state, tokenById) => {
        const settler = { id: by, admin, standing: null, askerIds: [askedBy], tokenById };
        if (proposalObjection({ state, proposedById: askedBy }, act, { by: settler, now: NOW }) !== null) return;
        expect(state).toBe('open');
        const independent = by !== askedBy && admin && tokenById !== askedBy;
        expect(act.action === 'withdraw' ? by === askedBy : independent).toBe(true);
      },
    ),
  );
});
