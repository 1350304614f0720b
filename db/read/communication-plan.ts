import { derivedPlan, type OwnContact } from '../../domain/communication/derived-plan';
import type { CommunicationPlanView } from '../../domain/communication/schema';
import type { Db } from '../knex';
import { together } from '../together';
import { communicationPlanOf } from '../stores/communication';
import type { EngagementRow } from '../stores/engagements';
import { findPeople } from '../stores/people';
import { vendorVoice } from './vendor-voice';

/** The plan that somebody has written or confirmed; until then the one that follows from the people of both sides. */
export async function communicationPlan(db: Db, engagement: EngagementRow): Promise<CommunicationPlanView> {
  const written = await communicationPlanOf(db, engagement.id);
  const { plan, version, updatedAt } = written;
  if (plan) return { plan, missing: [], origin: 'written', version, updatedAt };
  const [us, vendor] = await together(db, [() => ownContacts(db, engagement), () => vendorVoice(db, engagement)]);
  const derived = derivedPlan({ us, vendor, rhythm: engagement.review_rhythm });
  return { ...derived, origin: 'derived', version, updatedAt };
}

async function ownContacts(db: Db, engagement: EngagementRow): Promise<readonly OwnContact[]> {
  const { owner_id: owner, sponsor_id: sponsor, roles } = engagement;
  const named = [
    { role: 'owner', id: owner },
    { role: 'serviceManager', id: roles.serviceManager },
    { role: 'contractManager', id: roles.contractManager },
    { role: 'sponsor', id: sponsor },
  ] as const;
  const people = await findPeople(
    db,
    named.flatMap(({ id }) => id ?? []),
  );
  return named.flatMap(({ role, id }) => {
    const person = people.find((one) => one.id === id);
    return person?.active ? [{ id: person.id, name: person.name, email: person.email, role }] : [];
  });
}
