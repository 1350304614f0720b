import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { ServiceType } from '../../domain/engagement/schema';
import { KpiDefinition } from '../../domain/kpi/record-schema';
import { SERVICE_TYPES, type ServiceTypeName } from '../../domain/planning/catalogue';
import { catalogueKpis } from '../../domain/planning/service-type';
import { ServiceTypeBody } from '../../domain/planning/service-type-schema';
import { SHIPPED_SERVICE_TYPES } from '../../domain/planning/service-types';
import { LOCALES } from '../../domain/people/people';
import { serviceTypeKey, serviceTypeOf } from '../../db/read/service-types';
import { kpisOf } from '../../db/stores/kpis';
import { defineKpis } from '../define-kpis';
import { scopedEngagement } from '../engagement-scope';
import { pageOf, wholeOf } from '../paging';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';
import { putSetting, readSetting, type Setting, SettingQuery, settingView, storedSetting, viewOf } from '../settings';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db' | 'gateway' | 'log'>;

export const serviceTypeRoutes = (deps: Deps): readonly Route[] => [list(deps), read(deps), put(deps), applyKpis(deps)];

const Params = z.strictObject({ key: ServiceType });
type Params = z.infer<typeof Params>;

const settingOf = (key: ServiceTypeName): Setting => ({
  key: serviceTypeKey(key),
  schema: ServiceTypeBody,
  shipped: SHIPPED_SERVICE_TYPES[key],
});

const Keyed = settingView(ServiceTypeBody).safeExtend({ key: ServiceType });

const list = ({ db }: Deps): Route =>
  route({
    method: 'get',
    path: '/service-types',
    summary: 'Kinds of service with their ready KPIs, clauses, checklists and typical measures',
    tag: 'Settings',
    access: 'insiders',
    answers: { 200: pageOf(Keyed) },
    handle: async () =>
      ok(
        wholeOf(
          await Promise.all(
            SERVICE_TYPES.map(async (key) => ({ key, ...viewOf(await storedSetting(db, settingOf(key))) })),
          ),
        ),
      ),
  });

const read = ({ db }: Deps): Route =>
  route<Params, SettingQuery>({
    method: 'get',
    path: '/service-types/{key}',
    summary: 'One kind of service',
    tag: 'Settings',
    access: 'insiders',
    params: Params,
    query: SettingQuery,
    answers: { 200: settingView(ServiceTypeBody) },
    handle: ({ params, query }) => readSetting(db, settingOf(params.key), query.version),
  });

const put = ({ db }: Deps): Route =>
  route<Params, unknown, ServiceTypeBody>({
    method: 'put',
    path: '/service-types/{key}',
    summary: 'Set what comes with a kind of service: a new version',
    tag: 'Settings',
    access: ['admin'],
    params: Params,
    body: ServiceTypeBody,
    answers: { 200: settingView(ServiceTypeBody) },
    conditional: true,
    handle: (call) => putSetting(db, settingOf(call.params.key), call),
  });

const FromCatalogue = z.strictObject({
  /** Another kind than the engagement's own. */
  serviceType: ServiceType.optional(),
  /** Language of the names; the caller's own when left out. */
  locale: z.enum(LOCALES).optional(),
  /** Put the set in the place of KPIs that are defined already. */
  replace: z.boolean().default(false),
});
type FromCatalogue = z.infer<typeof FromCatalogue>;

const applyKpis = (deps: Deps): Route =>
  route<EngagementParams, unknown, FromCatalogue>({
    method: 'post',
    path: '/engagements/{id}/kpis/from-catalogue',
    summary: 'Take the ready KPIs of the kind of service',
    tag: 'Delivery',
    access: 'insiders',
    params: EngagementParams,
    body: FromCatalogue,
    answers: { 200: z.array(KpiDefinition) },
    handle: async (call) => {
      const { params, body, actor } = call;
      const engagement = await scopedEngagement(deps.db, params.id, { actor, act: 'edit' });
      if (!body.replace && (await kpisOf(deps.db, params.id)).length > 0)
        throw new DomainError('CONFLICT', 'The engagement has KPIs; say "replace" to put others in their place.');
      const catalogue = await serviceTypeOf(deps.db, body.serviceType ?? engagement.service_type);
      return ok(await defineKpis(deps, call, { kpis: catalogueKpis(catalogue, body.locale ?? actor.locale) }));
    },
  });
