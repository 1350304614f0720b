import { Router } from 'express';
import type { PolicyVersion } from '../../domain/approval/schema';
import { hasRole } from '../../domain/people/people';
import { Key } from '../../domain/shapes';
import { listPolicies, listVersions, ownPolicyKeys } from '../../db/stores/policies';
import { findPeople } from '../../db/stores/people';
import { listProposals } from '../../db/stores/proposals';
import { knownLabel } from '../../templates/catalog';
import type { PolicyPage } from '../../templates/policy-page-data';
import { ADMIN_READERS, POLICY_WRITERS } from '../admin/access';
import { cardsOf, settingsText, stepTitle, type Telling } from '../admin/policy-cards';
import { choicesFor, diagramOf } from '../admin/policy-choices';
import { tryPolicy } from '../admin/policy-trying';
import { allSteps } from '../../domain/approval/flow';
import { policyPicture } from '../diagram';
import { existingPolicy } from '../policies';
import { parseWith } from '../parse';
import { checkAccess } from '../session';
import { VersionNumber } from '../version-number';
import type { Guarded } from './guard';
import { countTodo } from './inbox-page';
import { policyEditor } from './policy-editor';
import { type PageDeps, queryText, sendPage, shellFor } from './reader';
import { PROPOSALS } from './receiver-paths';
import type { Requests } from './requests-port';
import type { Visit } from './visit';

/** Policies of approval: the list, each one in words and as a picture, and the form that makes a new version. */
export function policyPages(deps: PageDeps, { insider }: Guarded, requests: Requests): Router {
  const router = Router();
  const page = (show: (visit: Visit) => Promise<unknown>) =>
    insider((req, res, reader) => {
      checkAccess(ADMIN_READERS, reader.person);
      return show({ deps, requests, req, res, reader });
    });
  router.get('/admin/policies', page(showList));
  router.get('/admin/policies/:key', page(showPolicy));
  router.use(policyEditor(deps, page));
  return router;
}

async function showList({ deps, requests, res, reader }: Visit): Promise<void> {
  const policies = await listPolicies(deps.db);
  const own = await ownPolicyKeys(deps.db);
  const shell = shellFor(reader, deps, { nav: 'admin', todo: await countTodo(requests, reader.person.id) });
  sendPage(res, reader, {
    name: 'policies',
    data: {
      shell,
      rows: policies.map(({ key, title, version, steps }) => ({
        key,
        href: `/admin/policies/${key}`,
        title: knownLabel(reader.locale, 'policy', title) ?? title,
        version,
        steps: allSteps(steps).length,
        shipped: !own.has(key),
      })),
      newHref: hasRole(reader.person, ...POLICY_WRITERS) ? '/admin/new-policy' : null,
    },
  });
}

async function showPolicy(visit: Visit): Promise<void> {
  const { deps, requests, req, res, reader } = visit;
  const key = parseWith(Key, req.params['key'], 'NOT_FOUND');
  const newest = await existingPolicy(deps.db, key);
  const asked = VersionNumber.safeParse(queryText(req, 'version'));
  const policy = asked.success ? await existingPolicy(deps.db, key, asked.data) : newest;
  const data = await policyData(visit, policy, newest.version);
  const shell = shellFor(reader, deps, {
    nav: 'admin',
    title: data.title,
    todo: await countTodo(requests, reader.person.id),
  });
  sendPage(res, reader, { name: 'policy', data: { shell, ...data } });
}

async function policyData(visit: Visit, policy: PolicyVersion, newest: number): Promise<PolicyPage> {
  const { deps, req, reader } = visit;
  const { locale, person } = reader;
  const { key, version, title } = policy;
  const picture = await policyPicture(deps.db, policy, locale);
  const choices = await choicesFor(deps.db, locale);
  const titles = new Map(allSteps(policy.steps).map((step) => [step.key, stepTitle(locale, step.title)]));
  const telling: Telling = { locale, nameOf: picture.nameOf, choices, titles };
  const here = `/admin/policies/${key}`;
  const files = `/api/v1/policies/${key}`;
  const trial = await tryPolicy(visit, policy, { source: req.query, candidate: null, isSound: true });
  return {
    key,
    title: knownLabel(locale, 'policy', title) ?? title,
    version,
    newest,
    newestHref: here,
    versions: await versionsOf(visit, { key, version, here }),
    diagram: {
      ...diagramOf(picture),
      href: `${files}/diagram?version=${version}&lang=${locale}`,
      bpmnHref: `${files}/bpmn?version=${version}&lang=${locale}`,
    },
    cards: cardsOf(policy.steps, telling),
    settings: settingsText(policy, telling),
    trial,
    landing: trial.preview ? 'way' : null,
    waitsHref: await waitingHref(visit, key),
    editHref: hasRole(person, ...POLICY_WRITERS) ? `${here}/edit` : null,
    saved: queryText(req, 'saved') === '1',
  };
}

async function waitingHref({ deps: { db } }: Visit, key: string): Promise<string | null> {
  const [waiting] = await listProposals(db, { kind: 'policy', key, state: 'open', after: null, limit: 1 });
  return waiting ? `${PROPOSALS}/${waiting.id}` : null;
}

interface Shown {
  readonly key: string;
  readonly version: number;
  readonly here: string;
}

async function versionsOf({ deps: { db } }: Visit, { key, version, here }: Shown): Promise<PolicyPage['versions']> {
  const lines = await listVersions(db, key);
  const authors = await findPeople(
    db,
    lines.flatMap(({ authorId }) => authorId ?? []),
  );
  const names = new Map(authors.map(({ id, name }) => [id, name]));
  return lines.map((line) => ({
    version: line.version,
    href: `${here}?version=${line.version}`,
    author: line.authorId === null ? null : (names.get(line.authorId) ?? null),
    at: line.savedAt === null ? null : Date.parse(line.savedAt),
    current: line.version === version,
  }));
}
