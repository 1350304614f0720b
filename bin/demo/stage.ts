import type { Example } from './example-schema';
import { StartFailure } from '../parts/failure';
import type { Caller } from './http';
import type { Inbox } from './inbox';

/** Where an example is played: the product, its mails, and a voice that tells what happens. */
export interface Theatre {
  /** Address of the product, as its mails name it. */
  readonly base: string;
  readonly inbox: Inbox;
  readonly admin: Caller;
  readonly callerFor: (token: string) => Caller;
  readonly say: (line: string) => void;
  /** Business time, epoch milliseconds. */
  readonly now: () => number;
  /** Distinguishes this run from earlier ones: people and vendors stay, the engagement is a new one. */
  readonly run: string;
}

export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly call: Caller;
}

/** An example whose people and vendors are known to the product. */
export interface Stage extends Theatre {
  readonly example: Example;
  readonly people: Readonly<Record<string, Actor>>;
  readonly vendorIds: Readonly<Record<string, string>>;
}

/** A stage on which the engagement has been opened. */
export interface Play extends Stage {
  readonly id: string;
}

export type TeamRole = keyof Example['team'];

export function actor({ people }: Pick<Stage, 'people'>, key: string): Actor {
  const found = people[key];
  if (!found) throw new StartFailure(`The example has no person ${key}.`);
  return found;
}

export const holder = (stage: Pick<Stage, 'people' | 'example'>, role: TeamRole): Actor =>
  actor(stage, stage.example.team[role]);

/** The calendar day in the time zone of the example, some days from now. */
export function dayFrom({ now, example }: Pick<Stage, 'now' | 'example'>, days = 0): string {
  const at = new Date(now() + days * 86_400_000);
  return new Intl.DateTimeFormat('en-CA', { timeZone: example.timeZone }).format(at);
}
