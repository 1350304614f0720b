import { linksOf } from '../../../api/pages/engagement-view';

const statuses = (...args: Parameters<typeof linksOf>) => linksOf(...args).map(({ status }) => status);
const calm = { leaving: false, openGate: null };

test('delivery and performance run side by side while a service runs', () =>
  expect(statuses('IN_SERVICE', calm)).toEqual(['done', 'done', 'done', 'current', 'current', 'ahead']));

test('a gate that waits stands at its own stage', () => {
  const gateAt = (openGate: string) => linksOf('IN_SERVICE', { leaving: false, openGate }).find(({ gate }) => gate);
  expect(gateAt('renewal')).toMatchObject({ link: 'performance', gate: 'renewal' });
  expect(gateAt('exit')).toMatchObject({ link: 'exit', gate: 'exit' });
  expect(gateAt('deletion')).toBeUndefined();
});

test('what was withdrawn before signing has reached nothing, what was left early stands at its exit', () => {
  expect(statuses('WITHDRAWN', calm)).toEqual(Array(6).fill('ahead'));
  expect(statuses('CANCELLED', { leaving: true, openGate: null })[5]).toBe('current');
});
