import type { ServiceTypeName } from '../../domain/planning/catalogue';
import { ServiceTypeBody } from '../../domain/planning/service-type-schema';
import { SHIPPED_SERVICE_TYPES } from '../../domain/planning/service-types';
import type { Db } from '../knex';
import { findSetting } from '../stores/settings';

export const serviceTypeKey = (key: ServiceTypeName): string => `service-type:${key}`;

/** What comes with a kind of service: as the organisation has set it, otherwise as it ships. */
export async function serviceTypeOf(db: Db, key: ServiceTypeName): Promise<ServiceTypeBody> {
  const own = await findSetting(db, serviceTypeKey(key));
  return own ? ServiceTypeBody.parse(own.body) : SHIPPED_SERVICE_TYPES[key];
}
