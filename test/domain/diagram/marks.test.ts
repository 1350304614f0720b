import { layRightwards } from '../../../domain/approval/diagram/rightwards';
import { marksOf } from '../../../domain/approval/diagram/marks';
import { Matrix, type Node } from '../../../domain/approval/schema';
import { Desk, type Setup, step } from '../approval-builders';

const one = (key: string, people: readonly string[], part: Parameters<typeof step>[0] = {}): Node =>
  step({ key, people, ...part });
const size = () => ({ width: 100, height: 50 });

/** Marks of all shapes but those named in a request that has seen these votes, and the edges it took. */
function seen(setup: Setup, votes = ''): { marks: Record<string, string>; taken: string[]; desk: Desk } {
  const desk = new Desk(setup);
  if (votes) expect(desk.vote(votes).filter((code) => code !== null)).toEqual([]);
  const marks = marksOf(desk.state);
  const { shapes, edges } = layRightwards(desk.state.policy?.steps ?? [], { step: size, rule: size });
  return {
    desk,
    marks: Object.fromEntries(shapes.map(({ id }) => [id, marks.of(id)])),
    taken: edges.filter(marks.travelled).map(({ id }) => id),
  };
}

const CHOICE: Node = {
  key: 'how',
  choose: [{ when: 'a', steps: [one('small', ['B'])] }],
  default: [one('big', ['C'])],
};

test('a request in its second step has the first behind it and the rest ahead', () => {
  const { marks, taken } = seen({ steps: [one('a', ['A']), one('b', ['B']), one('c', ['C'])] }, 'A+');

  expect(marks).toEqual({
    start: 'approved',
    'step.a': 'approved',
    'step.b': 'active',
    'step.c': 'ahead',
    end: 'ahead',
  });
  expect(taken).toEqual(['start-step.a', 'step.a-step.b']);
});

test('an approved request has come to its end', () => {
  const { marks, taken } = seen({ steps: [one('a', ['A'])] }, 'A+');

  expect(marks).toMatchObject({ 'step.a': 'approved', end: 'approved' });
  expect(taken).toEqual(['start-step.a', 'step.a-end']);
});

test('a rejected request leaves out what it did not come to', () => {
  const { marks, taken } = seen({ steps: [one('a', ['A']), one('b', ['B'])] }, 'A-');

  expect(marks).toMatchObject({ 'step.a': 'rejected', 'step.b': 'out', end: 'rejected' });
  expect(taken).toEqual(['start-step.a']);
});

test('the branch that was not chosen is out, and the way leads through the other', () => {
  const { marks, taken } = seen({ steps: [one('a', ['A']), CHOICE], directory: { branches: { how: [0] } } }, 'A+ B+');

  expect(marks).toMatchObject({
    'split.how': 'approved',
    'step.small': 'approved',
    'step.big': 'out',
    end: 'approved',
  });
  expect(taken).toEqual([
    'start-step.a',
    'step.a-split.how',
    'split.how-0-step.small',
    'step.small-join.how',
    'join.how-end',
  ]);
});

test('a block not reached yet has both its branches ahead', () => {
  const { marks, taken } = seen({ steps: [one('a', ['A']), CHOICE] });

  expect(marks).toMatchObject({
    'split.how': 'ahead',
    'step.small': 'ahead',
    'step.big': 'ahead',
    'join.how': 'ahead',
  });
  expect(taken).toEqual(['start-step.a']);
});

test('a parallel block waits at its join until every branch is done', () => {
  const fork: Node = { key: 'both', parallel: [[one('b', ['B'])], [one('c', ['C'])]] };
  const { marks, taken } = seen({ steps: [fork, one('d', ['D'])] }, 'B+');

  expect(marks).toMatchObject({ 'step.b': 'approved', 'step.c': 'active', 'join.both': 'ahead', 'step.d': 'ahead' });
  expect(taken).toEqual(['start-split.both', 'split.both-0-step.b', 'split.both-1-step.c']);
});

test('steps that the matrix does not ask for are out, and the way goes past them', () => {
  const matrix: Node = {
    key: 'who',
    steps: [step({ key: 'm', people: ['B'] }), step({ key: 'f', people: ['C'] })],
    matrix: Matrix.parse({
      inputs: [{ label: 'Amount', expression: 'amount' }],
      rules: [
        { when: ['-'], steps: ['m', 'f'] },
        { when: ['> 5'], steps: ['f'] },
      ],
      otherwise: [],
    }),
  };
  const { marks, taken } = seen({ steps: [matrix], directory: { branches: { who: [1] } } });

  expect(marks).toMatchObject({ 'rule.who': 'approved', 'step.m': 'out', 'step.f': 'active' });
  expect(taken).toEqual(['start-rule.who', 'rule.who-step.m', 'step.m-step.f']);
});

test('after a send-back the request stands at its target again', () => {
  const { desk } = seen({ steps: [one('a', ['A']), one('b', ['B']), one('c', ['C'])] }, 'A+ B+');
  expect(desk.try('C', 'send-back', { target: 'a' })).toBeNull();
  const marks = marksOf(desk.state);

  expect(['a', 'b', 'c'].map((key) => marks.of(`step.${key}`))).toEqual(['active', 'returned', 'returned']);
});
