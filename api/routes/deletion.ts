import { z } from 'zod';
import { WAITING_DAYS } from '../../domain/exit/deletion';
import { HoldBody, WaiverBody } from '../../domain/exit/schema';
import { WAITING_CONFIRMERS } from '../../domain/exit/waiting-period';
import { Key, Uuid } from '../../domain/shapes';
import { askForDeletion } from '../dataset-deletion';
import { confirmWaitingDays, HOLD_LIFTERS, HOLDERS, liftHold, recordHold, recordWaitingDays } from '../deletion-bars';
import { accepted, created, ok, type Route, route } from '../route';
import type { Services } from '../services';

const Params = z.strictObject({ id: Uuid });
const DatasetParams = z.strictObject({ id: Uuid, key: Key });
const ItemParams = z.strictObject({ id: Uuid, item: Uuid });
type ItemParams = z.infer<typeof ItemParams>;
const View = z.looseObject({});

export const deletionRoutes = (services: Services): readonly Route[] => [
  requestDeletion(services),
  askWaiver(services),
  agreeWaiver(services),
  placeHold(services),
  endHold(services),
];

const requestDeletion = (services: Services): Route =>
  route<z.infer<typeof DatasetParams>>({
    method: 'post',
    path: '/engagements/{id}/exit/datasets/{key}/delete',
    summary: 'Ask two people to approve that the source is deleted',
    tag: 'Exit',
    access: 'insiders',
    params: DatasetParams,
    body: z.strictObject({}),
    answers: { 202: View },
    handle: async (call) => accepted({ requestId: await askForDeletion(services, call) }),
  });

const askWaiver = ({ db }: Services): Route =>
  route<z.infer<typeof Params>, unknown, z.infer<typeof WaiverBody>>({
    method: 'post',
    path: '/engagements/{id}/exit/waivers',
    summary: `Propose another waiting period than ${WAITING_DAYS} days; it counts when a second person has confirmed it`,
    tag: 'Exit',
    access: 'insiders',
    params: Params,
    body: WaiverBody,
    answers: { 201: View },
    handle: async (call) => {
      const waiver = await recordWaitingDays({ db }, call);
      return created(`/api/v1/engagements/${waiver.engagementId}/exit/waivers/${waiver.id}`, waiver);
    },
  });

const agreeWaiver = (services: Services): Route =>
  route<ItemParams>({
    method: 'post',
    path: '/engagements/{id}/exit/waivers/{item}/confirm',
    summary: 'Confirm another waiting period as the second person',
    tag: 'Exit',
    access: WAITING_CONFIRMERS,
    params: ItemParams,
    body: z.strictObject({}),
    stepUp: true,
    answers: { 200: View },
    handle: async (call) => ok({ ...(await confirmWaitingDays(services, call)), confirmed: true }),
  });

const placeHold = ({ db }: Services): Route =>
  route<z.infer<typeof Params>, unknown, z.infer<typeof HoldBody>>({
    method: 'post',
    path: '/engagements/{id}/exit/holds',
    summary: 'Forbid deletion for a legal reason',
    tag: 'Exit',
    access: HOLDERS,
    params: Params,
    body: HoldBody,
    answers: { 201: View },
    handle: async (call) => {
      const hold = await recordHold({ db }, call);
      return created(`/api/v1/engagements/${hold.engagementId}/exit/holds/${hold.id}`, hold);
    },
  });

const endHold = (services: Services): Route =>
  route<ItemParams>({
    method: 'post',
    path: '/engagements/{id}/exit/holds/{item}/release',
    summary: 'End a legal hold',
    tag: 'Exit',
    access: HOLD_LIFTERS,
    params: ItemParams,
    body: z.strictObject({}),
    stepUp: true,
    answers: { 200: View },
    handle: async (call) => {
      await liftHold(services, call);
      return ok({ id: call.params.item, released: true });
    },
  });
