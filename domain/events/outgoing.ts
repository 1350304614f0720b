import type { OutgoingRules } from './outgoing-schema';

export const OUTGOING_RULES_KEY = 'outgoing-rules';

/** As it ships every public host may be called: those who use the product go on. */
export const SHIPPED_OUTGOING_RULES: OutgoingRules = { hosts: null, ports: [443] };

const isNamed = (hostname: string, pattern: string): boolean =>
  pattern.startsWith('*.')
    ? hostname.endsWith(pattern.slice(1)) && hostname !== pattern.slice(1)
    : hostname === pattern;

const portOf = ({ port, protocol }: URL): number => Number(port || (protocol === 'https:' ? 443 : 80));

/** Why nothing is sent to this address by what the organisation has set, or null. Asked when it is saved, and again for every call. */
export function outgoingObjection(text: string, { hosts, ports }: OutgoingRules): string | null {
  if (hosts === null) return null;
  const url = new URL(text);
  const isAllowed = hosts.some((pattern) => isNamed(url.hostname, pattern)) && ports.includes(portOf(url));
  return isAllowed ? null : 'leads to a host or a port that the setting outgoing-rules does not name';
}
