import { hasRole, type OurRole, type Person } from '../../domain/people/people';

/** Who sees the pages of the administration; what they may change there is the routes' to say. */
export const ADMIN_READERS = ['admin', 'manager', 'auditor'] as const satisfies readonly OurRole[];
/** As the routes that save policies and people say. */
export const POLICY_WRITERS = ['admin'] as const satisfies readonly OurRole[];
export const CALENDAR_WRITERS = ['admin', 'manager'] as const satisfies readonly OurRole[];
export const PEOPLE_WRITERS = ['admin'] as const satisfies readonly OurRole[];

/** Mails act in the name of the product, also those that are sent to try. */
export const MAIL_RESENDERS = ['admin'] as const satisfies readonly OurRole[];
/** Failures of machines are told as they were said. */
export const STATUS_READERS = ['admin'] as const satisfies readonly OurRole[];
/** As the routes of the trail say. */
export const AUDIT_READERS = ['admin', 'auditor'] as const satisfies readonly OurRole[];

export const seesAdministration = (person: Pick<Person, 'roles'>): boolean => hasRole(person, ...ADMIN_READERS);
