import { MilestoneDelivery } from '../../domain/milestone/schema';
import { Uuid } from '../../domain/shapes';
import { takeDelivery } from '../milestones';
import { formField } from '../pages/csrf';
import { deliveryTyped } from '../pages/milestone-forms';
import { parseWith } from '../parse';
import type { ServiceUse } from './acts';
import { doneAs, refusedAs, type ServiceOutcome } from './outcome';
import { changeAsVendor } from './writes';

/** The vendor declares that it has delivered a milestone. */
export async function deliver(use: ServiceUse): Promise<ServiceOutcome> {
  const { services, req } = use;
  const id = Uuid.safeParse(formField(req, 'milestone'));
  if (!id.success) return refusedAs('DECISION_REQUIRED');
  const delivery = parseWith(MilestoneDelivery, deliveryTyped(req), 'INVALID_FIELDS');
  await changeAsVendor(services.db, use, {
    type: 'milestone.delivered',
    write: (held) => takeDelivery(held, id.data, { delivery, by: { side: 'vendor', actorId: null } }),
    payload: ({ number, title, state, rounds }) => ({
      milestoneId: id.data,
      ...{ number, title, state },
      round: rounds.length,
    }),
  });
  return doneAs('deliver');
}
