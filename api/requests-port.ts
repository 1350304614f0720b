import { countTasks, inboxEntries } from '../db/read/inbox';
import { requestView } from '../db/read/requests';
import { savedState } from '../db/stores/requests';
import { mayRead } from './request-access';
import { actOnTasks } from './bulk';
import type { Requests } from './pages/requests-port';
import { actOnRequest, actOnTask } from './requests';
import type { Services } from './services';

/** Approvals as the pages use them: the reads and the calls of the API, under its rules. */
export const requestsPort = (services: Services): Requests => ({
  view: async (id, person) => {
    const view = UUID.test(id) ? await requestView(services.db, id) : null;
    return view && (await mayRead(services.db, view, person)) ? view : null;
  },
  state: (id) => savedState(services.db, id),
  inbox: (query) => inboxEntries(services.db, query),
  counts: (userId) => countTasks(services.db, userId),
  actOnTasks: (act) => actOnTasks(services, { ...act, channel: 'page', now: services.clock() }),
  actOnTask: (act) => actOnTask(services, { ...act, channel: 'page', now: services.clock() }),
  actOnRequest: (act) => actOnRequest(services, { ...act, channel: 'page', now: services.clock() }),
});

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
