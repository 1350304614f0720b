import { comeTo } from '../../../domain/approval/diagram/come-to';
import type { Node } from '../../../domain/approval/schema';
import { Desk, step } from '../approval-builders';

const one = (key: string, people: readonly string[], part: Parameters<typeof step>[0] = {}): Node =>
  step({ key, people, ...part });
const shape = (nodes: readonly Node[] = []): unknown =>
  nodes.map((node) => ('parallel' in node ? node.parallel.map(shape) : node.key));
const cameTo = (steps: readonly Node[], votes = '') => {
  const desk = new Desk({ steps });
  if (votes) desk.vote(votes);
  return { desk, listed: comeTo(desk.state) };
};

test('a request has come to the steps that were opened, and to none that is ahead', () => {
  const { listed } = cameTo([one('a', ['A']), one('b', ['B']), one('c', ['C'])], 'A+');
  expect(shape(listed?.policy?.steps)).toEqual(['a', 'b']);
});

test('ways beside each other stay so, and one alone is a part of the row', () => {
  const both: Node = { key: 'both', parallel: [[one('a', ['A']), one('later', ['D'])], [one('b', ['B'])]] };
  expect(shape(cameTo([both]).listed?.policy?.steps)).toEqual([[['a'], ['b']]]);
  const choice: Node = {
    key: 'how',
    choose: [{ when: 'a', steps: [one('small', ['B'])] }],
    default: [one('big', ['C'])],
  };
  expect(shape(cameTo([choice]).listed?.policy?.steps)).toEqual(['small']);
});

test('what decided on the way, weights, and those whose turn is still to come are not told', () => {
  const { desk, listed } = cameTo([one('a', ['A', 'B'], { mode: 'sequential' })]);
  expect(desk.state.runs[0]?.seats).toHaveLength(2);
  expect(listed?.runs.map(({ seats }) => seats)).toEqual([[]]);
  expect(listed?.tasks).toEqual(desk.state.tasks);
  const weighed = comeTo({
    ...desk.state,
    policy: desk.state.policy && { ...desk.state.policy, steps: [step({ key: 'a', when: 'amount > 1', weights: {} })] },
  });
  expect(Object.keys(weighed?.policy?.steps[0] ?? {})).not.toEqual(expect.arrayContaining(['when']));
  expect(JSON.stringify(weighed?.policy)).not.toMatch(/amount|weights/);
});
