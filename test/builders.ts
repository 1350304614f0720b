import { v7 as uuidv7 } from 'uuid';
import type { NewEngagement } from '../domain/engagement/schema';
import type { Person, Role } from '../domain/people/people';

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
