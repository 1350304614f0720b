import { readFileSync } from 'node:fs';
import { verdictOf } from '../../bin/parts/library-audit';

const weak = (severity: string, via: readonly unknown[]) => ({ name: 'x', severity, via, range: '*', nodes: [] });
const report = (vulnerabilities: object): string =>
  JSON.stringify({ auditReportVersion: 2, vulnerabilities, metadata: {} });
const OWN = { source: 1, name: 'left', title: 'Reads too far', url: 'https://example.com/a', severity: 'high' };

test('nothing found, or nothing of much weight, is fine, and the rest is counted', () => {
  expect(verdictOf(report({})).state).toBe('fine');
  const { state, lines } = verdictOf(report({ left: weak('moderate', [OWN]), right: weak('low', ['left']) }));
  expect([state, lines.at(-1)]).toEqual(['fine', '2 of less weight, for the next release']);
});

test('what is high or critical is named, with what it comes from and the days that there are', () => {
  const { state, lines } = verdictOf(
    report({ left: weak('high', [OWN]), right: weak('critical', ['left']), low: weak('low', ['left']) }),
  );
  expect(state).toBe('grave');
  expect(lines).toEqual([
    'left: high, to be mended within 30 days (Reads too far, https://example.com/a)',
    'right: critical, to be mended within 7 days (through left)',
    '1 of less weight, for the next release',
  ]);
});

test('the days are those of the page on security', () => {
  const page = readFileSync('SECURITY.md', 'utf8').replace(/\s+/g, ' ');
  expect(page).toContain('within 7 days if it is critical, within 30 if it is high');
});

test.each([
  ['a refusal', JSON.stringify({ message: '405 Method Not Allowed - POST https://example.com/x', statusCode: 405 })],
  ['nothing', ''],
  ['something else', '<html>'],
  ['a report of another kind', JSON.stringify({ advisories: {} })],
])('%s is no answer, and is not taken for one', (_what, printed) => {
  const { state, lines } = verdictOf(printed);
  expect([state, lines.join().includes('example.com')]).toEqual(['unanswered', false]);
});
