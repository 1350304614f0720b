import { objection } from '../../domain/approval/objection';
import { partiesOf } from '../../domain/approval/new-roles';
import { Desk, step } from './approval-builders';

const EDITOR = 'Who last changed what the request is about may not decide it.';
const MAKER = 'Who made or influenced the request may not decide it.';

test('whoever last changed the subject is not asked: the manager is, or an administrator, and then nobody else', () => {
  const steps = [step({ people: ['A'] })];
  expect(new Desk({ steps, directory: { editorIds: ['A'], managers: { A: 'M' } } }).open).toEqual(['M']);
  expect(new Desk({ steps, directory: { editorIds: ['A', 'M'], managers: { A: 'M' } } }).open).toEqual(['ADMIN']);
  const desk = new Desk({ steps, directory: { editorIds: ['A', 'ADMIN'] } });
  expect(desk.state.runs.at(-1)).toMatchObject({ status: 'waiting', reasonCode: 'NOBODY_ELIGIBLE' });
});

test('a task is handed to an editor in no way, and a policy that lets requesters decide lets no editor decide', () => {
  const steps = [step({ people: ['A'], selfHandler: 'allow' })];
  const desk = new Desk({ steps, directory: { editorIds: ['E'] } });
  for (const action of ['transfer', 'delegate'] as const)
    expect(desk.try('A', action, { toId: 'E' })?.code).toBe('INVALID_FIELDS');
  expect(desk.try('A', 'add-sign', { userIds: ['E'], position: 'after' })?.code).toBe('INVALID_FIELDS');
  const own = new Desk({
    steps: [step({ people: ['E', 'B'], selfHandler: 'allow' })],
    directory: { editorIds: ['E'] },
  });
  expect(own.open).toEqual(['ADMIN', 'B']);
});

test.each([
  ['an editor', { editorIds: ['A'] }, EDITOR],
  ['an editor by another account', { editorIds: ['A2'], accounts: { A: ['A', 'A2'], A2: ['A', 'A2'] } }, EDITOR],
  ['an editor who is left out anyhow', { editorIds: ['A'], excludedIds: ['A'] }, MAKER],
  ['nobody of these', {}, null],
])('%s who holds a task is told why it is not theirs to decide', (_who, part, said) => {
  const desk = new Desk({ steps: [step({ people: ['A'] })] });
  const act = { on: 'task', action: 'approve', taskId: desk.task('A').id, decisionId: 'd' } as const;
  const attempt = { actor: { id: 'A', admin: false, channel: 'api' }, now: desk.now } as const;
  expect(objection({ ...desk.state, ...part }, act, attempt)?.message ?? null).toBe(said);
});

test('a round that begins anew has the editors of its own subject, and not those of the round before', () => {
  const directory: { editorIds?: readonly string[] } = { editorIds: ['E'] };
  const desk = new Desk({ steps: [step({ people: ['A', 'E'] })], directory });
  expect(desk.open).toEqual(['A', 'ADMIN']);
  expect(partiesOf(desk.state)).toContain('E');
  expect(desk.try('A', 'send-back', { target: 'START' })).toBeNull();
  delete directory.editorIds;
  expect(desk.ask('R', 'resubmit', { subjectHash: 'h2' })).toBeNull();
  expect([desk.state.round, desk.state.editorIds, desk.open]).toEqual([2, [], ['A', 'E']]);
});

test('a request of which nobody is kept out as an editor knows of none', () => {
  expect(new Desk({ steps: [step()] }).state).not.toHaveProperty('editorIds');
});
