import type { Issue, Refusal } from '../errors';
import { hasRole, type Person } from '../people/people';
import type { Subcontractor } from './subcontractor-schema';

export const MAX_DEPTH = 5;

type Node = Pick<Subcontractor, 'id' | 'parentId' | 'vendorId'>;

/** Everybody above a node, nearest first; stops where the chain would come back to somebody it has passed. */
function chainOf(nodes: ReadonlyMap<string, Node>, node: Node): readonly Node[] {
  const chain: Node[] = [];
  for (let next = above(nodes, node); next && !chain.includes(next); next = above(nodes, next)) chain.push(next);
  return chain;
}

const above = (nodes: ReadonlyMap<string, Node>, { parentId }: Node): Node | undefined =>
  parentId === null ? undefined : nodes.get(parentId);

/** How far from the vendor: 1 works for the vendor itself. */
export const rankOf = (nodes: readonly Node[], node: Node): number => chainOf(byId(nodes), node).length + 1;

const byId = (nodes: readonly Node[]): ReadonlyMap<string, Node> => new Map(nodes.map((one) => [one.id, one]));

/** Levels of work below and with a node. */
function heightOf(nodes: readonly Node[], { id }: Node, seen: ReadonlySet<string> = new Set()): number {
  const below = nodes.filter(({ parentId }) => parentId === id && !seen.has(id));
  return 1 + Math.max(0, ...below.map((one) => heightOf(nodes, one, new Set([...seen, id]))));
}

/** Why a node may not stand where it says, among the others; it may be new or replace the one of its id. */
export function treeObjection(
  others: readonly Node[],
  node: Node,
  { vendorId }: { readonly vendorId: string | null },
): Refusal | null {
  const nodes = [...others.filter(({ id }) => id !== node.id), node];
  const known = byId(nodes);
  if (node.vendorId !== null && node.vendorId === vendorId)
    return refuse('vendorId', 'is the vendor of this engagement: nobody is their own sub-contractor');
  if (node.parentId !== null && !known.has(node.parentId))
    return refuse('parentId', 'is not a sub-contractor of this engagement');
  const chain = chainOf(known, node);
  if (chain.some(({ id }) => id === node.id)) return refuse('parentId', 'works for this one: that is a circle');
  if (node.vendorId !== null && chain.some((one) => one.vendorId === node.vendorId))
    return refuse('vendorId', 'stands above itself already: that is a circle');
  const depth = chain.length + heightOf(nodes, node);
  return depth > MAX_DEPTH ? refuse('parentId', `makes ${depth} levels; at most ${MAX_DEPTH} are allowed`) : null;
}

function refuse(path: string, message: string): Refusal {
  const errors: Issue[] = [{ path, message }];
  return { code: 'SUBCONTRACTOR_NOT_ALLOWED', message: `${path} ${message}.`, errors };
}

/**
 * Why somebody may not answer for the organisation whether work is handed on: a second person with responsibility does
 * (PIPL art. 21: nobody entrusted with personal information hands it on without consent).
 */
export function consentObjection(
  person: Pick<Person, 'id' | 'roles'>,
  { requestedById }: Pick<Subcontractor, 'requestedById'>,
): Refusal | null {
  if (person.id === requestedById)
    return { code: 'FORBIDDEN', message: 'Who entered the sub-contractor cannot consent: ask a second person.' };
  return hasRole(person, 'legal', 'security', 'executive', 'manager', 'admin')
    ? null
    : { code: 'FORBIDDEN', message: 'Somebody of legal, security or management consents.' };
}

/** Works without anybody's consent: a red alarm. */
export const worksUnapproved = ({ active, consent }: Pick<Subcontractor, 'active' | 'consent'>): boolean =>
  active && consent !== 'consented';
