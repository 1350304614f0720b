import { Router } from 'express';
import { addDays } from '../../domain/calendar/civil';
import { localDate } from '../../domain/calendar/zone';
import { TOKEN_SCOPES } from '../../domain/people/token-scopes';
import type { Person } from '../../domain/people/people';
import type { TokenView } from '../../domain/people/token-schema';
import { findIdentity } from '../../db/stores/identities';
import { findPasskeys } from '../../db/stores/passkeys';
import { findPassword } from '../../db/stores/passwords';
import { countRecoveryCodes, findSecondFactor } from '../../db/stores/second-factors';
import { liveSessions } from '../../db/stores/sessions';
import { listTokens } from '../../db/stores/tokens';
import { type SecurityPage, type SessionRow, TOKEN_FIELDS, type TokenRow } from '../../templates/security-page-data';
import { sessionRulesOf } from '../session';
import { hasSecondFactor } from '../sign-in/factors';
import { mayHavePasskey } from '../sign-in/passkeys/place';
import { mayHavePassword } from '../sign-in/password';
import { seedUri } from '../sign-in/totp';
import { PASSKEYS } from './assets';
import { formField, formList } from './csrf';
import type { Guarded, SignedIn } from './guard';
import { countTodo } from './inbox-page';
import { qrCode } from './qr-code';
import { queryText, sendPage, shellFor, type PageDeps } from './reader';
import type { Requests } from './requests-port';
import { type ActName, actOnSecurity, isAct, type Outcome, type SecurityVisit } from './security-acts';

const SHOWN = 100;
const USUAL_DAYS = 90;

/** Somebody's own sign-in: where they are signed in, and what signs in for them. */
export function securityPage(deps: PageDeps, { settingUp }: Guarded, requests: Requests): Router {
  const router = Router();
  router.get(
    '/security',
    settingUp((req, res, reader) => {
      const done = queryText(req, 'done');
      return show({ deps, requests, req, res, reader }, { done: DONE.find((word) => word === done) ?? null });
    }),
  );
  router.post(
    '/security',
    settingUp(async (req, res, reader) => {
      const visit: SecurityVisit = { deps, requests, req, res, reader };
      const act = formField(req, 'act');
      const outcome = mayAct(reader, act) ? await actOnSecurity(visit, act) : { refused: 'not-there' };
      if (outcome.to !== undefined) return res.redirect(303, outcome.to);
      await show(visit, outcome);
    }),
  );
  return router;
}

const DONE = ['session-ended', 'token-revoked', 'password-set', 'app-removed', 'passkey-removed'] as const;

/** What sets up a factor. */
const SETTING_UP = ['begin-app', 'confirm-app', 'add-passkey'];

/** As long as somebody owes a second factor, nothing else: a password alone must not make tokens. */
const mayAct = ({ owesFactor }: SignedIn, act: string): act is ActName =>
  isAct(act) && (!owesFactor || SETTING_UP.includes(act));

async function show(visit: SecurityVisit, outcome: Outcome): Promise<void> {
  const { deps, requests, res, reader } = visit;
  const { person } = reader;
  const script = mayHavePasskey(deps, person) ? PASSKEYS.href : null;
  const data = await securityData(visit, outcome);
  const alone = data.setUpFirst;
  const todo = alone ? null : await countTodo(requests, person.id);
  const shell = shellFor(reader, deps, { nav: 'security', todo, script, alone });
  sendPage(res, reader, {
    name: 'security',
    status: (outcome.refused ?? outcome.passwordFault ?? outcome.passkeyRefused) ? 422 : 200,
    data: { shell, ...data },
  });
}

async function securityData({ deps, req, reader }: SecurityVisit, outcome: Outcome): Promise<SecurityPage> {
  const { person, session } = reader;
  const now = deps.clock();
  const sessions = await liveSessions(deps.db, person.id, { now, rules: sessionRulesOf(deps.config) });
  const password = await findPassword(deps.db, person.id);
  const tokens = await listTokens(deps.db, person.id, { after: null, limit: SHOWN });
  const wanted = outcome.refused ? formList(req, 'scopes') : ['read'];
  const hasCodes = await hasSecondFactor(deps, person);
  return {
    setUpFirst: reader.owesFactor && !hasCodes,
    password: mayHavePassword(deps, person)
      ? { changedAt: password?.changedAt ?? null, fault: outcome.passwordFault ?? null }
      : null,
    provider: await providerPart(deps, person),
    passkeys: await passkeyPart(deps, { person, req, outcome }),
    passkeyRefused: outcome.passkeyRefused ?? null,
    app: await appPart(deps, person, outcome),
    hasCodes,
    codes: outcome.codes ?? null,
    sessions: sessions.map((one): SessionRow => ({
      id: one.id,
      method: one.method,
      agent: one.agent || null,
      startedAt: one.createdAt,
      seenAt: one.lastSeenAt,
      current: one.id === session.id,
    })),
    tokens: tokens.map((token) => tokenRow(token, now)),
    newToken: {
      ...wrongIn(outcome),
      name: outcome.refused ? formField(req, 'name') : '',
      expiresOn:
        (outcome.refused && formField(req, 'expiresOn')) || addDays(localDate(person.timeZone, now), USUAL_DAYS),
      scopes: TOKEN_SCOPES.map((scope) => ({ scope, chosen: wanted.includes(scope) })),
    },
    made: outcome.made ?? null,
    done: outcome.done ?? null,
    refused: outcome.refused ?? null,
  };
}

const wrongIn = ({ wrong = [] }: Outcome): Pick<SecurityPage['newToken'], 'wrong' | 'focus'> => ({
  wrong: { name: wrong.includes('name'), scopes: wrong.includes('scopes'), expiresOn: wrong.includes('expiresOn') },
  focus: TOKEN_FIELDS.find((name) => wrong.includes(name)) ?? null,
});

/** The organisation's sign-in, and since when it knows the person. */
async function providerPart({ db, config: { oidc } }: PageDeps, { id }: Person): Promise<SecurityPage['provider']> {
  return oidc ? { name: oidc.name, since: (await findIdentity(db, id, oidc.issuer))?.linkedAt ?? null } : null;
}

interface Shown {
  readonly person: Person;
  readonly req: SecurityVisit['req'];
  readonly outcome: Outcome;
}

/** The passkeys of somebody; also of whoever may not sign in with one any more, so that they can be removed. */
async function passkeyPart(deps: PageDeps, { person, req, outcome }: Shown): Promise<SecurityPage['passkeys']> {
  const offered = mayHavePasskey(deps, person);
  const kept = await findPasskeys(deps.db, person.id);
  if (!offered && kept.length === 0) return null;
  const rows = kept.map((one) => ({
    id: one.id,
    name: one.name,
    addedAt: one.createdAt,
    usedAt: one.lastUsedAt,
    synced: one.backedUp,
  }));
  return { rows, offered, name: outcome.passkeyRefused || outcome.refused ? formField(req, 'passkeyName') : '' };
}

/** The authenticator app: whether there is one, and what a new one is to be given. */
async function appPart({ db }: PageDeps, { id, email }: Person, { seed }: Outcome): Promise<SecurityPage['app']> {
  const factor = await findSecondFactor(db, id);
  return {
    since: factor?.confirmedAt ?? null,
    codesLeft: await countRecoveryCodes(db, id),
    setUp: seed === undefined ? null : { seed: inGroups(seed), code: qrCode(seedUri(seed, email)) },
  };
}

const inGroups = (seed: string): string => seed.replace(/(.{4})(?=.)/g, '$1 ');

function tokenRow({ id, name, scopes, lastUsedAt, expiresAt, revokedAt }: TokenView, now: number): TokenRow {
  const ends = expiresAt === null ? null : Date.parse(expiresAt);
  const state = revokedAt !== null ? 'revoked' : ends !== null && ends <= now ? 'expired' : 'open';
  return {
    id,
    name,
    scopes: scopes ?? [],
    usedAt: lastUsedAt === null ? null : Date.parse(lastUsedAt),
    expiresAt: ends,
    state,
  };
}
