import { v7 as uuidv7 } from 'uuid';
import type { NewEngagement } from '../domain/engagement/schema';
import type { Person, Role } from '../domain/people/people';
import type { Vendor } from '../domain/vendor/vendor-schema';

/** A person with what a test cares about; the rest is ordinary. */
export const aPerson = (part: Partial<Person> & { readonly roles?: readonly Role[] } = {}): Person => {
  const id = part.id ?? uuidv7();
  return {
    id,
    email: `p-${id}@example.com`,
    name: `Person ${id.slice(-4)}`,
    locale: 'en',
    timeZone: 'UTC',
    roles: ['manager'],
    managerId: null,
    departmentId: null,
    active: true,
    digest: false,
    ...part,
  };
};

export const anOpening = (part: Partial<NewEngagement> & { readonly ownerId: string }): NewEngagement => ({
  title: 'Hotline',
  serviceType: 'customer-service',
  timeZone: 'UTC',
  currency: 'CNY',
  roles: {},
  needs: {},
  ...part,
});

/** A qualified vendor without papers. */
export const aVendor = (part: Partial<Vendor> & Pick<Vendor, 'ownerId'>): Vendor => ({
  id: uuidv7(),
  name: 'Yunzhou',
  country: 'CN',
  uscc: null,
  lei: null,
  parentId: null,
  status: 'qualified',
  tier: null,
  contactEmail: null,
  contactName: null,
  timeZone: null,
  locale: 'en',
  certificates: [],
  dueDiligence: null,
  references: [],
  flagged: false,
  version: 1,
  ...part,
});
