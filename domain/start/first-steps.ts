import type { OurRole } from '../people/people';

/** Roles that the policies as they ship ask to decide: a gate without a holder of one of these goes to the administrator. */
export const DECIDERS = ['executive', 'finance', 'hr', 'legal', 'security'] as const satisfies readonly OurRole[];

export const FIRST_STEPS = ['people', 'deciders', 'calendar', 'vendors', 'engagement'] as const;
export type FirstStep = (typeof FIRST_STEPS)[number];

/** What an installation holds, as far as its first steps go. */
export interface Holdings {
  /** Active people besides the one who looks. */
  readonly people: number;
  /** Roles that at least one active person has. */
  readonly roles: readonly string[];
  /** Calendars that the organisation has written itself. */
  readonly calendars: number;
  readonly vendors: number;
  readonly engagements: number;
}

export interface StepState {
  readonly step: FirstStep;
  readonly done: boolean;
}

/** Roles that are asked to decide and that nobody has. */
export const missingDeciders = ({ roles }: Pick<Holdings, 'roles'>): readonly OurRole[] =>
  DECIDERS.filter((role) => !roles.includes(role));

const DONE: Readonly<Record<FirstStep, (holdings: Holdings) => boolean>> = {
  people: ({ people }) => people > 0,
  deciders: (holdings) => missingDeciders(holdings).length === 0,
  calendar: ({ calendars }) => calendars > 0,
  vendors: ({ vendors }) => vendors > 0,
  engagement: ({ engagements }) => engagements > 0,
};

export const stepsOf = (holdings: Holdings): readonly StepState[] =>
  FIRST_STEPS.map((step) => ({ step, done: DONE[step](holdings) }));

/** Until its first engagement an installation is new, and its administrators are met by the first steps. */
export const isNew = ({ engagements }: Pick<Holdings, 'engagements'>): boolean => engagements === 0;
