import { hasRole, type Person } from '../../domain/people/people';
import type { Services } from '../services';

/** Where an administrator sees a process in Temporal's own pages, in an installation that names them; null elsewhere. */
export function workflowHref(
  { temporalUi, temporal }: Services['config'],
  person: Pick<Person, 'roles'>,
  workflowId: string,
): string | null {
  if (temporalUi === undefined || temporal === undefined || !hasRole(person, 'admin')) return null;
  return `${temporalUi}/namespaces/${encodeURIComponent(temporal.namespace)}/workflows/${encodeURIComponent(workflowId)}`;
}
