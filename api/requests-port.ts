import { listTasks } from '../db/read/inbox';
import { requestView } from '../db/read/requests';
import { hasRole, isInsider, type Person } from '../domain/people/people';
import type { RequestView } from '../domain/approval/request-schema';
import type { Requests } from './pages/requests-port';
import { actOnRequest, actOnTask } from './requests';
import type { Services } from './services';

/** Approvals as the pages use them: the reads and the calls of the API, under its rules. */
export const requestsPort = (services: Services): Requests => ({
  view: async (id, person) => {
    const view = UUID.test(id) ? await requestView(services.db, id) : null;
    return view && mayRead(view, person) ? view : null;
  },
  inbox: (query) => listTasks(services.db, query),
  actOnTask: (act) => actOnTask(services, { ...act, channel: 'page', now: services.clock() }),
  actOnRequest: (act) => actOnRequest(services, { ...act, channel: 'page', now: services.clock() }),
});

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** People of the organisation, and those of a supplier when the request asks or comes from them. */
const mayRead = (view: RequestView, person: Person): boolean =>
  isInsider(person) ||
  hasRole(person, 'auditor') ||
  view.requesterId === person.id ||
  view.steps.some(({ tasks }) => tasks.some(({ assigneeId, ownerId }) => [assigneeId, ownerId].includes(person.id)));
