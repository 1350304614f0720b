import type { Request } from 'express';
import ipaddr from 'ipaddr.js';

/** From where somebody comes, as far as tries are counted: one host, or the network that a house has of IPv6. */
export function networkOf({ ip = '' }: Pick<Request, 'ip'>): string {
  if (!ipaddr.isValid(ip)) return 'unknown';
  const address = ipaddr.process(ip);
  return address instanceof ipaddr.IPv6 ? address.parts.slice(0, 4).join(':') : address.toString();
}

const MAX_AGENT = 200;

/** What the browser calls itself. */
export const agentOf = ({ headers }: Pick<Request, 'headers'>): string =>
  (headers['user-agent'] ?? '').slice(0, MAX_AGENT);
