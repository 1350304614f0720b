import { Desk, step } from './approval-builders';

const one = () => new Desk({ steps: [step({ people: ['A'] })] });
const sign = (desk: Desk, position: 'before' | 'after', userIds: string[], part = {}) =>
  desk.try('A', 'add-sign', { position, userIds, ...part });

test('a signer who was removed can be asked again', () => {
  const desk = one();
  sign(desk, 'before', ['X']);
  desk.try('A', 'remove-sign', { userIds: ['X'] });
  expect(desk.open).toEqual(['A']);
  sign(desk, 'before', ['X']);

  expect(desk.open).toEqual(['X']);
});

test('a second group of signers is not answered by the first', () => {
  const desk = one();
  sign(desk, 'before', ['X']);
  desk.vote('X+');
  sign(desk, 'before', ['Y', 'Z'], { mode: 'any' });
  desk.try('A', 'remove-sign', { userIds: ['Z'] });

  expect(desk.open).toEqual(['Y']);
});
