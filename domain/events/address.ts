import * as ipaddr from 'ipaddr.js';

/** Where outgoing calls may go. */
export interface Reach {
  /** Hosts (`hooks.example.org`, `hooks.example.org:8443`), addresses and ranges (`10.2.0.0/16`) that may be private. */
  readonly allow: readonly string[];
  /** Whether everything but what `allow` names must speak TLS. */
  readonly tlsOnly: boolean;
}

/** Whether an address belongs to the public internet; an IPv4 address inside an IPv6 one counts as what it is. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

const bare = (host: string): string => host.replace(/^\[|\]$/g, '');

const isAllowedHost = ({ hostname, port, protocol }: URL, { allow }: Reach): boolean => {
  const known = port || (protocol === 'https:' ? '443' : '80');
  return allow.some((entry) => entry === bare(hostname) || entry === `${hostname}:${known}`);
};

const isAllowedAddress = (address: string, { allow }: Reach): boolean =>
  ipaddr.isValid(address) && allow.some((entry) => isInside(address, entry));

function isInside(address: string, entry: string): boolean {
  const [base = '', bits] = entry.split('/');
  if (!ipaddr.isValid(base)) return false;
  const at = ipaddr.process(address);
  const from = ipaddr.process(base);
  if (at.kind() !== from.kind()) return false;
  const whole = at.kind() === 'ipv4' ? 32 : 128;
  return at.match(ipaddr.parse(from.toString()), bits === undefined ? whole : Number(bits));
}

/** Why nothing is sent to this address of a host, or null. Asked again for every connection: names change their addresses. */
export function addressObjection(url: URL, address: string, reach: Reach): string | null {
  if (isPublicAddress(address) || isAllowedAddress(address, reach) || isAllowedHost(url, reach)) return null;
  return 'points to an address that is not public';
}

/** Why a URL cannot be called, as far as it says so itself; its name is resolved when it is called. */
export function urlObjection(text: string, reach: Reach): string | null {
  if (!URL.canParse(text)) return 'is not a URL';
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must start with https://';
  if (url.username || url.password) return 'must not hold a user name or password';
  const host = bare(url.hostname);
  const isNamed = isAllowedHost(url, reach) || isAllowedAddress(host, reach);
  if (url.protocol === 'http:' && reach.tlsOnly && !isNamed) return 'must start with https://';
  return ipaddr.isValid(host) ? addressObjection(url, host, reach) : null;
}
