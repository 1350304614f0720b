import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { weakSettings } from '../../bin/parts/weak-settings';
import { loadConfig } from '../../config';

const load = (env: NodeJS.ProcessEnv) => loadConfig(env, '/nowhere/.env');
const GIVEN = {
  TENURE_OIDC_ISSUER: 'https://id.acme.test/realms/acme',
  TENURE_OIDC_CLIENT_ID: 'tenure',
  TENURE_OIDC_CLIENT_SECRET: 'Zk81mQw9sLw2Vb7NcR1mKd8T',
};

test('without settings of it there is no single sign-on, and everybody has a password', () => {
  expect(load({})).toMatchObject({ oidc: undefined, passwords: 'everybody' });
});

const folder = mkdtempSync(join(tmpdir(), 'tenure-oidc-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('an issuer and a client are enough', () => {
  expect(load(GIVEN).oidc).toEqual({
    issuer: 'https://id.acme.test/realms/acme',
    clientId: 'tenure',
    clientSecret: 'Zk81mQw9sLw2Vb7NcR1mKd8T',
    hosts: [],
    name: null,
    acr: [],
    verifiedClaim: 'email_verified',
    trustsFactors: false,
  });
});

test('the rest is read, and the secret may stand in a file', () => {
  const file = join(folder, 'secret');
  writeFileSync(file, 'a secret of a file\n');
  const { TENURE_OIDC_ISSUER, TENURE_OIDC_CLIENT_ID } = GIVEN;
  const config = load({
    ...{ TENURE_OIDC_ISSUER, TENURE_OIDC_CLIENT_ID, TENURE_OIDC_CLIENT_SECRET_FILE: file },
    ...{ TENURE_OIDC_HOSTS: 'keys.acme.test, api.acme.test:8443', TENURE_OIDC_ACR: 'silver,gold' },
    ...{ TENURE_OIDC_NAME: 'Acme', TENURE_OIDC_VERIFIED_CLAIM: 'xms_edov', TENURE_OIDC_FACTORS: 'trust' },
    TENURE_PASSWORDS: 'nobody',
  });
  expect(config).toMatchObject({
    oidc: {
      clientSecret: 'a secret of a file',
      hosts: ['keys.acme.test', 'api.acme.test:8443'],
      acr: ['silver', 'gold'],
      name: 'Acme',
      verifiedClaim: 'xms_edov',
      trustsFactors: true,
    },
    passwords: 'nobody',
  });
});

const TOGETHER = /^TENURE_OIDC_ISSUER, TENURE_OIDC_CLIENT_ID and TENURE_OIDC_CLIENT_SECRET must be set together/;
test.each([
  [{ TENURE_OIDC_ISSUER: GIVEN.TENURE_OIDC_ISSUER }, TOGETHER],
  [{ ...GIVEN, TENURE_OIDC_CLIENT_SECRET: '' }, TOGETHER],
  [{ TENURE_PASSWORDS: 'nobody' }, TOGETHER],
  [{ TENURE_PASSWORDS: 'suppliers' }, TOGETHER],
  [{ ...GIVEN, TENURE_PASSWORDS: 'some' }, /^TENURE_PASSWORDS /],
  [{ ...GIVEN, TENURE_OIDC_ISSUER: 'http://id.acme.test' }, /^TENURE_OIDC_ISSUER must be an https address/],
  [{ ...GIVEN, TENURE_OIDC_ISSUER: 'https://id.acme.test/?realm=a' }, /^TENURE_OIDC_ISSUER must be/],
  [{ ...GIVEN, TENURE_OIDC_FACTORS: 'maybe' }, /^TENURE_OIDC_FACTORS /],
])('%j is refused: nobody is locked out by half of it', (env, sentence) => {
  expect(() => load(env)).toThrow(sentence);
});

test.each([
  [{}, []],
  [{ TENURE_OIDC_ISSUER: 'http://localhost:8080' }, ['TENURE_OIDC_ISSUER']],
  [{ TENURE_OIDC_CLIENT_SECRET: 'Zk81mQw9' }, ['TENURE_OIDC_CLIENT_SECRET']],
  [{ TENURE_OIDC_CLIENT_SECRET: 'change-me-change-me-change-me' }, ['TENURE_OIDC_CLIENT_SECRET']],
])('%j is fit for production or is named', (part, named) => {
  const weak = weakSettings(load({ ...GIVEN, ...part }), { on: true }).map(({ setting }) => setting);
  expect(weak.filter((setting) => setting.startsWith('TENURE_OIDC'))).toEqual(named);
});
