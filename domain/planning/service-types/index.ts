import type { ServiceTypeName } from '../catalogue';
import type { ServiceTypeBody } from '../service-type-schema';
import { CUSTOMER_SERVICE } from './customer-service';
import { FINANCE } from './finance';
import { HR } from './hr';
import { IT } from './it';
import { LOGISTICS } from './logistics';
import { MARKETING } from './marketing';
import { OTHER } from './other';

/** The service types as they ship; an organisation may replace each of them. */
export const SHIPPED_SERVICE_TYPES: Readonly<Record<ServiceTypeName, ServiceTypeBody>> = {
  it: IT,
  hr: HR,
  finance: FINANCE,
  marketing: MARKETING,
  'customer-service': CUSTOMER_SERVICE,
  logistics: LOGISTICS,
  other: OTHER,
};
