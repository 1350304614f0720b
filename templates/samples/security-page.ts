import { TOKEN_SCOPES } from '../../domain/people/token-scopes';
import type { PageData, Shell } from '../page-data';
import type { PasskeyRow, SecurityPage } from '../security-page-data';
import { DAY, NOW } from './moment';
import type { Say } from './pages';

type Shells = Readonly<Record<'shell' | 'visitor', Shell>> & { readonly script: string };

/** Signing in after a wrong try, showing it again, and the page of somebody's own security with something in each part. */
export const securitySamples = (
  say: Say,
  { shell, visitor, script }: Shells,
): Pick<
  PageData,
  'sign-in' | 'second-factor' | 'confirm' | 'security' | 'forgotten' | 'new-password' | 'signed-out'
> => ({
  'sign-in': {
    shell: { ...visitor, script },
    next: '/inbox',
    refusal: null,
    provider: { name: say('集团统一账号', 'Group account'), href: '#' },
    refused: { words: 'token', code: 'OIDC_NONCE' },
    passkeyRefused: { words: 'counter', code: 'PASSKEY_COUNTER' },
    passwords: true,
    email: 'li@example.com',
    byToken: false,
  },
  'second-factor': {
    shell: { ...visitor, script },
    next: '/inbox',
    proved: 'sample',
    refusal: 'code',
    passkeyRefused: null,
    app: true,
  },
  ...passwordSamples(say, visitor),
  confirm: {
    shell: { ...shell, nav: null, script },
    next: '/inbox',
    refusal: 'busy',
    minutes: 15,
    provider: { name: null, href: '#' },
    refused: null,
    passkeyRefused: null,
    hasPassword: true,
    needsCode: true,
  },
  security: { shell: { ...shell, nav: 'security', script }, ...securitySample(say) },
});

const passwordSamples = (say: Say, visitor: Shell): Pick<PageData, 'forgotten' | 'new-password' | 'signed-out'> => ({
  'signed-out': { shell: visitor, href: '#' },
  forgotten: { shell: visitor, asked: false, minutes: 30 },
  'new-password': {
    shell: visitor,
    name: say('李静', 'Jing Li'),
    action: '/w/sample',
    hidden: { name: 'nonce', value: 'sample' },
    fault: 'common',
    done: false,
  },
});

const sessionSamples: SecurityPage['sessions'] = [
  {
    id: '019307a4-0000-7000-8000-0000000000a1',
    method: 'token',
    agent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/143.0 Safari/537.36',
    startedAt: NOW - DAY / 12,
    seenAt: NOW,
    current: true,
  },
  {
    id: '019307a4-0000-7000-8000-0000000000a2',
    method: 'token',
    agent: null,
    startedAt: NOW - DAY / 3,
    seenAt: NOW - DAY / 48,
    current: false,
  },
];

const tokenSamples = (say: Say): SecurityPage['tokens'] => [
  {
    id: '019307a4-0000-7000-8000-0000000000b1',
    name: say('月报导出', 'Monthly export'),
    scopes: ['read'],
    usedAt: NOW - DAY,
    expiresAt: NOW + 60 * DAY,
    state: 'open',
  },
  {
    id: '019307a4-0000-7000-8000-0000000000b2',
    name: say('旧脚本', 'Old script'),
    scopes: [],
    usedAt: null,
    expiresAt: null,
    state: 'revoked',
  },
];

const passkeySamples = (say: Say): readonly PasskeyRow[] => [
  {
    id: '019307a4-0000-7000-8000-0000000000c1',
    name: say('我的手机', 'My phone'),
    addedAt: NOW - 40 * DAY,
    usedAt: NOW - DAY / 24,
    synced: true,
  },
  {
    id: '019307a4-0000-7000-8000-0000000000c2',
    name: say('保险柜里的安全密钥', 'Security key in the safe'),
    addedAt: NOW - 40 * DAY,
    usedAt: null,
    synced: false,
  },
];

const securitySample = (say: Say): SecurityPage => ({
  setUpFirst: false,
  provider: { name: null, since: NOW - 90 * DAY },
  password: { changedAt: NOW - 30 * DAY, fault: null },
  passkeys: { rows: passkeySamples(say), offered: true, name: '' },
  passkeyRefused: null,
  hasCodes: true,
  app: { since: NOW - 20 * DAY, codesLeft: 9, setUp: null },
  codes: ['ABCD-EFGH-IJKL-MNOP-QRST-UVWX', 'YZ23-4567-ABCD-EFGH-IJKL-MNOP'],
  sessions: sessionSamples,
  tokens: tokenSamples(say),
  newToken: {
    name: '',
    expiresOn: '2027-02-22',
    wrong: { name: true, scopes: true, expiresOn: true },
    focus: null,
    scopes: TOKEN_SCOPES.map((scope) => ({ scope, chosen: scope === 'read' })),
  },
  made: 'tenure_ExampleExampleExampleExampleExampleExampleE',
  done: 'token-made',
  refused: null,
});
