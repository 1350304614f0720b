import type { ServiceTypeName } from '../planning/catalogue';
import type { Needs } from '../planning/schema';

export type SampleState = 'loading' | 'loaded' | 'removing';
export type SampleKind = 'engagement' | 'vendor' | 'person';

/** No mail server answers for it (RFC 2606), and the product sends nothing there. */
export const SAMPLE_DOMAIN = 'sample.invalid';
export const isSampleAddress = (address: string): boolean => address.toLowerCase().endsWith(`@${SAMPLE_DOMAIN}`);

export const SAMPLE_VENDORS = ['contact', 'systems', 'freight', 'couriers', 'payroll', 'campaigns'] as const;
export type SampleVendor = (typeof SAMPLE_VENDORS)[number];
export const SAMPLE_PEOPLE = ['owner', 'serviceManager'] as const;
export type SamplePerson = (typeof SAMPLE_PEOPLE)[number];

/** What is told of, each with a place of its own in the life of an engagement. */
export const SAMPLE_STORIES = ['hotline', 'payroll', 'freight', 'systems', 'couriers', 'contact'] as const;
export type SampleStory = (typeof SAMPLE_STORIES)[number];

/** One durable step each. */
export const SAMPLE_STEPS = ['people', 'vendors', ...SAMPLE_STORIES] as const;
export type SampleStep = (typeof SAMPLE_STEPS)[number];

export const isSampleStory = (step: SampleStep): step is SampleStory => step !== 'people' && step !== 'vendors';

/** A figure of a service: name and unit as people read them. */
export interface SampleMeasure {
  readonly name: string;
  readonly unit: string;
}

/** Everything that people read of the samples, in one language. */
export interface SampleWords {
  readonly people: Readonly<Record<SamplePerson, string>>;
  readonly vendors: Readonly<Record<SampleVendor, string>>;
  readonly contact: string;
  readonly titles: Readonly<Record<SampleStory, string>>;
  readonly needs: Readonly<Record<'hotline' | 'payroll' | 'service', Needs>>;
  readonly comment: string;
  readonly measures: Readonly<Record<'first' | 'second', SampleMeasure>>;
  readonly clauses: Readonly<Record<'SCOPE' | 'QUALITY' | 'PAYMENT' | 'TERMINATION', string>>;
  readonly risk: { readonly cause: string; readonly control: string };
  readonly leaving: string;
}

export const SERVICES: Readonly<Record<SampleStory, ServiceTypeName>> = {
  hotline: 'customer-service',
  payroll: 'hr',
  freight: 'logistics',
  systems: 'it',
  couriers: 'logistics',
  contact: 'customer-service',
};
