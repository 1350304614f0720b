import fc from 'fast-check';
import {
  claimsFault,
  type Expected,
  shownAt,
  showsSeveralFactors,
  verifiedEmail,
} from '../../../domain/people/oidc-claims';
import { codeOf, isOidcReason, isTry, OIDC_REASONS } from '../../../domain/people/oidc-refusal';
import { endpointObjection, issuerObjection, mayUsePassword } from '../../../domain/people/oidc-settings';

const NOW = Date.UTC(2026, 10, 26, 8);
const AT = NOW / 1_000;
const expected = (part: Partial<Expected> = {}): Expected => ({
  settings: { clientId: 'tenure', acr: [] },
  startedAt: NOW - 60_000,
  again: false,
  lifeMs: 12 * 3_600_000,
  now: NOW,
  ...part,
});
const claims = (part: Readonly<Record<string, unknown>> = {}) => ({ sub: 's', iat: AT, auth_time: AT, ...part });

describe('what a provider says of somebody', () => {
  test.each([
    ['no subject', { sub: undefined }, 'subject'],
    ['a subject that is a number', { sub: 7 }, 'subject'],
    ['a subject of more than 255 characters', { sub: 's'.repeat(256) }, 'subject'],
    ['a subject with a line end', { sub: 'a\nb' }, 'subject'],
    ['another party', { azp: 'other' }, 'party'],
    ['a party that is a list', { azp: ['tenure'] }, 'party'],
    ['no moment of issue', { iat: undefined }, 'answer'],
    ['issued more than a minute from now', { iat: AT + 61 }, 'early'],
    ['shown more than a minute from now', { auth_time: AT + 61 }, 'early'],
    ['shown longer ago than a session may become', { auth_time: AT - 12 * 3_600 - 121 }, 'old-proof'],
  ])('does not hold with %s', (_what, part, fault) => {
    expect(claimsFault(claims(part), expected())).toBe(fault);
  });

  test.each([
    ['all of it', {}],
    ['a clock a minute ahead', { iat: AT + 60, auth_time: AT + 60 }],
    ['our own party', { azp: 'tenure' }],
    ['no word of when it was shown', { auth_time: undefined }],
    ['a proof of hours ago', { auth_time: AT - 9 * 3_600 }],
    ['a proof as old as a session may become, by a clock a minute behind', { auth_time: AT - 12 * 3_600 - 120 }],
    ['a subject of 255 characters', { sub: 's'.repeat(255) }],
  ])('holds with %s', (_what, part) => {
    expect(claimsFault(claims(part), expected())).toBeNull();
  });

  test.each([
    ['shown since the visit began', { auth_time: AT - 30 }, null],
    ['by a clock a minute behind', { auth_time: AT - 120 }, null],
    ['shown before it began', { auth_time: AT - 121 }, 'old-proof'],
    ['no word of when', { auth_time: undefined }, 'old-proof'],
    ['a word that is no time', { auth_time: 'now' }, 'old-proof'],
  ])('is shown again only by a fresh proof: %s', (_what, part, fault) => {
    expect(claimsFault(claims(part), expected({ again: true }))).toBe(fault);
  });

  test.each([
    ['gold', null],
    ['silver', null],
    ['bronze', 'factors'],
    [undefined, 'factors'],
    [['gold'], 'factors'],
  ])('with a level that is asked for: %j', (acr, fault) => {
    const settings = { clientId: 'tenure', acr: ['silver', 'gold'] };
    expect(claimsFault(claims({ acr }), expected({ settings }))).toBe(fault);
  });

  test('never throws, whatever it is', () => {
    const anything = fc.dictionary(fc.constantFrom('sub', 'azp', 'iat', 'auth_time', 'acr', 'amr', 'email', 'email_verified'), fc.anything()); // prettier-ignore
    fc.assert(
      fc.property(anything, fc.boolean(), (said, again) => {
        const fault = claimsFault(said, expected({ again }));
        expect(fault === null || isOidcReason(fault)).toBe(true);
        verifiedEmail(said, 'email_verified');
        showsSeveralFactors(said);
      }),
    );
  });
});

test('a proof is as old as the provider says; where it does not say, whatever is grave asks again', () => {
  const given = { now: NOW, freshMs: 900_000 };
  expect(shownAt({ auth_time: AT - 5 }, given)).toBe(NOW - 5_000);
  expect(shownAt({ auth_time: AT + 50 }, given)).toBe(NOW);
  expect(shownAt({ auth_time: AT - 5 + 0.00025 }, given)).toBe(NOW - 5_000);
  expect(shownAt({}, given)).toBe(NOW - 900_000);
});

test.each([
  [{ email: 'a@b.example', email_verified: true }, 'a@b.example'],
  [{ email: 'a@b.example', email_verified: 'true' }, 'a@b.example'],
  [{ email: 'a@b.example', email_verified: false }, null],
  [{ email: 'a@b.example', email_verified: 'yes' }, null],
  [{ email: 'a@b.example' }, null],
  [{ email: ['a@b.example'], email_verified: true }, null],
  [{ email_verified: true }, null],
])('an address counts once it was checked: %j', (said, email) => {
  expect(verifiedEmail(said, 'email_verified')).toBe(email);
});

test('another claim may say that an address was checked, and then that one alone', () => {
  expect(verifiedEmail({ email: 'a@b.example', xms_edov: 1 }, 'xms_edov')).toBe('a@b.example');
  expect(verifiedEmail({ email: 'a@b.example', email_verified: true }, 'xms_edov')).toBeNull();
});

test.each([
  [['mfa'], true],
  [['pwd', 'otp'], true],
  [['hwk', 'fpt'], true],
  [['pwd'], false],
  [['otp', 'sms'], false],
  [['pwd', 'constructor'], false],
  [['pwd', 7], false],
  ['mfa', false],
  [undefined, false],
])('several factors are of several kinds: %j', (amr, several) => {
  expect(showsSeveralFactors({ amr })).toBe(several);
});

describe('calls stay with the issuer', () => {
  const settings = { issuer: 'https://id.example', hosts: ['keys.example', 'api.example:8443'] };
  test.each([
    'https://id.example/token',
    'https://id.example:443/token',
    'https://keys.example/k',
    'https://api.example:8443/me',
  ])('%s', (url) => {
    expect(endpointObjection(url, settings)).toBeNull();
  });

  test.each([
    'http://id.example/token',
    'https://id.example.evil.example/',
    'https://evil.example/',
    'https://id.example:8443/',
    'https://api.example/',
    'https://u:p@id.example/',
    'https://id.example@evil.example/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    '//id.example/',
    'http://127.0.0.1/',
    '',
  ])('and not: %s', (url) => {
    expect(endpointObjection(url, settings)).not.toBeNull();
  });

  test('in plain only where the issuer itself is on this machine', () => {
    const near = { issuer: 'http://localhost:9000', hosts: ['127.0.0.1:9001', 'id.example'] };
    expect(endpointObjection('http://127.0.0.1:9001/', near)).toBeNull();
    expect(endpointObjection('http://id.example/', near)).not.toBeNull();
  });
});

test.each([
  ['https://id.example', true],
  ['https://id.example/realms/a', true],
  ['http://localhost:8080/realms/a', true],
  ['http://[::1]:8080', true],
  ['http://id.example', false],
  ['https://id.example/?a=b', false],
  ['https://id.example/#a', false],
  ['https://u:p@id.example', false],
  ['ftp://id.example', false],
  ['id.example', false],
])('an issuer is an address over TLS, or on this machine: %s', (issuer, isGood) => {
  expect(issuerObjection(issuer) === null).toBe(isGood);
});

test.each([
  ['everybody', true, true],
  ['suppliers', false, true],
  ['nobody', false, false],
] as const)('passwords of %s', (rule, ours, theirs) => {
  expect(mayUsePassword(rule, { roles: ['manager'] })).toBe(ours);
  expect(mayUsePassword(rule, { roles: ['vendor'] })).toBe(theirs);
  expect(mayUsePassword(rule, { roles: ['vendor', 'finance'] })).toBe(ours);
});

test('every reason has a code of its own; only what could be a guess counts as a try', () => {
  const reasons = Object.keys(OIDC_REASONS).filter(isOidcReason);
  expect(new Set(reasons.map(codeOf)).size).toBe(reasons.length);
  expect(codeOf('old-proof')).toBe('OIDC_OLD_PROOF');
  expect(reasons.filter((reason) => !isTry(reason))).toEqual(['away', 'metadata', 'cancelled', 'refused', 'state']);
  expect(['', 'constructor', 'toString', '<script>'].filter(isOidcReason)).toEqual([]);
});
