import type { Grant } from './key-scopes';

/** Roles of people in the organisation. */
export const OUR_ROLES = [
  'admin',
  'manager',
  'evaluator',
  'legal',
  'finance',
  'hr',
  'security',
  'executive',
  'auditor',
] as const;
export type OurRole = (typeof OUR_ROLES)[number];

/** Those, and `vendor` for people of a supplier. */
export const ROLES = [...OUR_ROLES, 'vendor'] as const;
export type Role = (typeof ROLES)[number];

export const LOCALES = ['zh-CN', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly locale: Locale;
  readonly timeZone: string;
  readonly roles: readonly Role[];
  readonly managerId: string | null;
  readonly departmentId: string | null;
  readonly active: boolean;
  /** Wants one mail a day about open tasks instead of single reminders. */
  readonly digest: boolean;
  /** Of a machine that calls with a key: all that it may do. People have roles instead. */
  readonly grant?: Grant;
}

export const hasRole = (person: Pick<Person, 'roles'>, ...roles: readonly Role[]): boolean =>
  roles.some((role) => person.roles.includes(role));

/** People who may change engagements, vendors and their records. */
export const mayManage = (person: Pick<Person, 'roles'>): boolean => hasRole(person, 'admin', 'manager');

/** People of a supplier see nothing of the organisation's own pages and lists. */
export const isInsider = (person: Pick<Person, 'roles'>): boolean => person.roles.some((role) => role !== 'vendor');

/** Whether somebody can be given a task or a substitute's part: everybody but people of suppliers, also who has no role yet. */
export const isColleague = (person: Pick<Person, 'roles'>): boolean => person.roles.length === 0 || isInsider(person);

/** Whether somebody of ours does part of the work. Who only audits reads all of it and changes none. */
export const worksHere = (person: Pick<Person, 'roles'>): boolean =>
  person.roles.some((role) => role !== 'vendor' && role !== 'auditor');
