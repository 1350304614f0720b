import type { Gate } from '../../../domain/engagement/statuses';
import { gatesOf, linksOf } from '../../../domain/engagement/course';

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

test('what was withdrawn before signing comes to nothing more, what was left early stands at its exit', () => {
  expect(statuses('WITHDRAWN', calm)).toEqual(Array(6).fill('out'));
  const trodden = ['NEEDS_ANALYSIS', 'VENDOR_SELECTION'] as const;
  expect(statuses('REJECTED', { ...calm, trodden })).toEqual(['done', ...Array<string>(5).fill('out')]);
  expect(statuses('CANCELLED', { leaving: true, openGate: null })[5]).toBe('current');
});

const gates = (state: Parameters<typeof linksOf>[0], leaving: boolean, passed: readonly Gate[] = []) =>
  gatesOf(linksOf(state, { leaving, openGate: null }), { openGate: null, passed: new Set(passed) }).map(
    ({ status }) => status,
  );

test('gates are passed as the links behind them are reached, a renewal only where one was decided', () => {
  expect(gates('CONTRACTING', false)).toEqual(['passed', 'passed', 'ahead', 'ahead', 'ahead', 'ahead']);
  expect(gates('CONTRACTING', false, ['contract'])[2]).toBe('passed');
  expect(gates('IN_SERVICE', false, ['renewal'])).toEqual([...Array<string>(4).fill('passed'), 'ahead', 'ahead']);
  expect(gates('EXITING', true)).toEqual(['passed', 'passed', 'passed', 'out', 'passed', 'ahead']);
});
