import type { Person } from '../../domain/people/people';
import { hasPasskey } from '../../db/stores/passkeys';
import { hasApp } from '../../db/stores/second-factors';
import type { Services } from '../services';
import { mayHavePasskey } from './passkeys/place';

type Deps = Pick<Services, 'db' | 'config'>;

export interface Factors {
  readonly app: boolean;
  readonly passkey: boolean;
}

/** What somebody has set up besides a password. Passkeys of whoever may not sign in with one count for nothing. */
export async function factorsOf(deps: Deps, person: Pick<Person, 'id' | 'roles'>): Promise<Factors> {
  return {
    app: await hasApp(deps.db, person.id),
    passkey: mayHavePasskey(deps, person) && (await hasPasskey(deps.db, person.id)),
  };
}

export async function hasSecondFactor(deps: Deps, person: Pick<Person, 'id' | 'roles'>): Promise<boolean> {
  const { app, passkey } = await factorsOf(deps, person);
  return app || passkey;
}
