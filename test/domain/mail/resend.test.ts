import { copyKey, type ResendCase, resendOf, withoutLinks } from '../../../domain/mail/resend';

const NOW = Date.UTC(2026, 10, 26);
const SENT: ResendCase = { state: 'sent', kind: 'issue', task: null, facts: { issueId: 'x' }, copies: 0, now: NOW };

test.each<[string, Partial<ResendCase>, string]>([
  ['a mail that went out is written anew', {}, 'copy'],
  ['the tenth copy is the last', { copies: 10 }, 'too-often'],
  ['a mail whose order was not kept belongs to its process', { facts: null }, 'of-process'],
  ['a mail that was given up is tried again as the same', { state: 'given-up' }, 'retry'],
  ['a mail that is tried still needs nobody', { state: 'failing' }, 'on-its-way'],
  ['a mail that waits needs nobody', { state: 'waiting' }, 'on-its-way'],
  ['a mail that nobody needed is not sent later', { state: 'skipped' }, 'skipped'],
  ['a reminder that a digest tells of is not sent beside it', { state: 'collected' }, 'collected'],
  ['an open task gets a new link', { task: { isOpen: true }, facts: null }, 'new-link'],
  ['a task that is done gets none', { task: { isOpen: false }, facts: null }, 'no-longer-open'],
  ['a code is good for once', { kind: 'code', task: { isOpen: true } }, 'one-time'],
  ['a link to set a password is good for once', { kind: 'password-link', state: 'given-up' }, 'one-time'],
  ['a link that has ended is not sent', { facts: { linkUntil: String(NOW) } }, 'link-expired'],
  ['nor one that was never sent', { state: 'given-up', facts: { expiresAt: String(NOW - 1) } }, 'link-expired'],
  ['a link that is good goes out', { facts: { linkUntil: String(NOW + 1) } }, 'copy'],
])('%s', (_sentence, part, expected) => {
  const { way, objection } = resendOf({ ...SENT, ...part });
  expect(way ?? objection).toBe(expected);
});

test('a copy of a copy is one of the original', () => {
  expect(copyKey('issue:7', 1)).toBe('issue:7:again:1');
  expect(copyKey('issue:7:again:1', 2)).toBe('issue:7:again:2');
});

test('links are left out of what a relay said', () => {
  expect(withoutLinks('554 spam: https://t.example/a/secret-token refused')).toBe('554 spam: … refused');
});
