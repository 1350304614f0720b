/**
 * A certified provider of OpenID Connect in a process of its own: `node provider-process.mjs <port> <settings as JSON>`. It
 * prints `ready` once it listens. Its pages for signing in and agreeing are those that come with it.
 */
import { generateKeyPairSync } from 'node:crypto';
import process from 'node:process';
import Provider from 'oidc-provider';

const [port, given] = process.argv.slice(2);
const { clientId, clientSecret, redirectUri, signedOutUri, people } = JSON.parse(given);
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const signingKey = { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: `key-${process.pid}` };

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uris: [redirectUri],
      post_logout_redirect_uris: [signedOutUri],
    },
  ],
  jwks: { keys: [signingKey] },
  cookies: { keys: ['a key of this test alone'] },
  claims: { openid: ['sub'], email: ['email', 'email_verified'] },
  findAccount: (_ctx, id) => people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
  pkce: { required: () => true },
  features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
});
provider.listen(Number(port), '127.0.0.1', () => process.stdout.write('ready\n'));
process.once('disconnect', () => process.exit());
