import type { Request } from 'express';
import { DomainError } from '../domain/errors';
import type { Person } from '../domain/people/people';
import { type AccessKey, keyBySecret, noteKeyUse } from '../db/stores/access-keys';
import { Throttle } from './links/throttle';
import type { Route } from './route';
import type { Services } from './services';

/** Calls that one key may make in a minute, of each API process. */
export const KEY_CALLS_PER_MINUTE = 120;

/** `tnr_<id without dashes>_<256 random bits>`: the id finds the key, so that its secret is compared and never searched for. */
export const writeKey = (id: string, secret: string): string => `tnr_${id.replaceAll('-', '')}_${secret}`;

const KEY = /^tnr_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/;

/** Whether a bearer token has the form of a key. */
export const isKey = (token: string): boolean => token.startsWith('tnr_');

/** The machine behind a key, as one who acts; null when the key does not act. */
export async function machineOf(token: string, { db, clock }: Pick<Services, 'db' | 'clock'>): Promise<Person | null> {
  const [, a, b, c, d, e, secret = ''] = KEY.exec(token) ?? [];
  if (a === undefined) return null;
  const now = clock();
  const key = await keyBySecret(db, { id: [a, b, c, d, e].join('-'), secret, now });
  if (key) await noteKeyUse(db, key, now);
  return key && machine(key);
}

const machine = ({ id, name, engagement_id: engagementId, scopes }: AccessKey): Person => ({
  id,
  name,
  email: '',
  locale: 'en',
  timeZone: 'UTC',
  roles: [],
  managerId: null,
  departmentId: null,
  active: true,
  digest: false,
  grant: { engagementId, scopes },
});

/** A machine calls only what its key is for, and only in its engagement; another engagement does not exist for it. */
export function checkGrant({ keyScope }: Pick<Route, 'keyScope'>, { grant }: Person, params: Request['params']): void {
  if (!grant) return;
  if (!keyScope || !grant.scopes.includes(keyScope)) throw new DomainError('FORBIDDEN', 'The key is not for this.');
  if (params['id'] !== grant.engagementId) throw new DomainError('NOT_FOUND', 'There is no such engagement.');
}

/** Counts the calls of keys in this process. Answers the seconds that a key has to wait; 0 when it may go on. */
export function keyThrottle(): (person: Person, now: number) => number {
  const throttle = new Throttle(KEY_CALLS_PER_MINUTE);
  return ({ id, grant }, now) => {
    if (!grant) return 0;
    const wait = throttle.wait(id, now);
    if (wait === 0) throttle.count(id, now);
    return wait;
  };
}
