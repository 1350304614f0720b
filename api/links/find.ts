import { linkBinding, type LinkBinding, linkTask } from '../../db/read/link-task';
import { type Links, type ParsedLink, readLink } from '../../links';
import type { Services } from '../services';
import type { GenuineLink } from './situation';

export interface LinkParts {
  readonly services: Services;
  readonly links: Links;
}

/** Takes the place of what a made-up link does not name, so that it costs the same work as a wrong signature. */
const NOBODY: LinkBinding = { round: 0, recipientId: '', subjectHash: '', address: '', earlierAddresses: [] };

/** The link that we made ourselves for the person of a task; null for every other text. */
export async function findLink({ services, links }: LinkParts, token: string): Promise<GenuineLink | null> {
  const parsed = readLink(token);
  const binding = (await linkBinding(services.db, parsed.taskId)) ?? NOBODY;
  const address = signedAddress(links, parsed, binding);
  if (address === null) return null;
  const found = await linkTask(services.db, parsed.taskId);
  return found && { parsed, found, sameAddress: address === found.recipient.email };
}

function signedAddress(links: Links, parsed: ParsedLink, binding: LinkBinding): string | null {
  const { taskId, expiresAt } = parsed;
  const { earlierAddresses, ...bound } = binding;
  const isSignedFor = (address: string): boolean => links.isGenuine(parsed, { ...bound, taskId, expiresAt, address });
  return [binding.address, ...earlierAddresses].find(isSignedFor) ?? null;
}
