import { type Request, Router } from 'express';
import { z } from 'zod';
import { type FirstStep, isNew, missingDeciders, stepsOf } from '../../domain/start/first-steps';
import { hasRole, type OurRole } from '../../domain/people/people';
import { hasEngagements, holdingsFor } from '../../db/read/holdings';
import { STATUS } from '../problems';
import { checkAccess } from '../session';
import { putSetting, type Setting, storedSetting } from '../settings';
import type { Guarded } from './guard';
import { countTodo } from './inbox-page';
import { type PageDeps, type Reader, sendPage, shellFor } from './reader';
import type { Requests } from './requests-port';
import { loadSamples, removeSamples, resumeSamples, samplesView } from '../samples';
import { DomainError } from '../../domain/errors';
import { callOf, type Visit } from './visit';

/** Who is met by the first steps, and may say that they are done with. */
const STARTERS = ['admin'] as const satisfies readonly OurRole[];
const FirstSteps = z.strictObject({ dismissed: z.boolean() });
const SETTING: Setting = { key: 'first-steps', schema: FirstSteps, shipped: { dismissed: false } };

const HREFS: Readonly<Record<FirstStep, string>> = {
  people: '/admin/new-person',
  deciders: '/admin/people',
  calendar: '/admin/calendars',
  vendors: '/vendors/import',
  engagement: '/new-engagement',
};

/** The way in, and what to do first where nothing has been done yet. */
export function startPage(deps: PageDeps, { visitor, insider }: Guarded, requests: Requests): Router {
  const router = Router();
  router.get(
    '/',
    visitor(async (_req, res, reader) => {
      if (await begins(deps, reader)) return res.redirect(303, '/start');
      return res.redirect(303, reader.person ? '/home' : '/inbox');
    }),
  );
  router.get(
    '/start',
    insider(async (_req, res, reader) => {
      checkAccess(STARTERS, reader.person);
      await showStart({ deps, requests, res, reader }, null);
    }),
  );
  router.post(
    '/start',
    insider(async (req: Request, res, reader) => {
      checkAccess(STARTERS, reader.person);
      const body = FirstSteps.parse({ dismissed: true });
      await putSetting(deps.db, SETTING, { ...callOf({ deps, req, reader }), params: {}, body });
      res.redirect(303, '/inbox');
    }),
  );
  for (const [path, act] of SAMPLE_ACTS)
    router.post(
      path,
      insider(async (req: Request, res, reader) => {
        checkAccess(STARTERS, reader.person);
        const refusal = await refusalOf(() =>
          act(deps, { ...callOf({ deps, req, reader }), body: { locale: reader.locale } }),
        );
        if (refusal === null) return res.redirect(303, '/start');
        return showStart({ deps, requests, res, reader }, refusal);
      }),
    );
  return router;
}

/** Each may be pressed again: what is under way goes on, and the page says how far it has come. */
const SAMPLE_ACTS = [
  ['/start/samples', loadSamples],
  ['/start/samples/removal', removeSamples],
  ['/start/samples/again', resumeSamples],
] as const;

async function refusalOf(act: () => Promise<unknown>): Promise<DomainError | null> {
  try {
    await act();
    return null;
  } catch (error) {
    if (error instanceof DomainError && REFUSALS.includes(error.code)) return error;
    throw error;
  }
}
const REFUSALS: readonly string[] = ['SAMPLES_BUSY', 'SAMPLES_PRESENT', 'SAMPLES_IN_USE', 'NOT_FOUND'];

async function showStart(
  { deps, requests, res, reader }: Omit<Visit, 'req'>,
  refused: DomainError | null,
): Promise<void> {
  const { person } = reader;
  const holdings = await holdingsFor(deps.db, person.id);
  const { state, done, steps: all } = await samplesView(deps.db);
  const numbers = refused?.errors.map(({ path }) => path).join(', ') ?? '';
  const samples = { state, done, steps: all, refusal: refused?.code ?? null, numbers };
  const steps = stepsOf(holdings).map(({ step, done: isDone }) => ({ step, done: isDone, href: HREFS[step] }));
  const shell = shellFor(reader, deps, { nav: 'admin', todo: await countTodo(requests, person.id) });
  const dismissible = isNew(holdings) && !(await isDismissed(deps));
  const data = { shell, steps, missing: missingDeciders(holdings), dismissible, samples };
  sendPage(res, reader, { name: 'start', data, status: refused ? STATUS[refused.code] : 200 });
}

/** Administrators of a new installation, until one of them has had enough of it. */
const begins = async (deps: PageDeps, { person }: Reader): Promise<boolean> =>
  person !== null && hasRole(person, ...STARTERS) && !(await hasEngagements(deps.db)) && !(await isDismissed(deps));

const isDismissed = async ({ db }: PageDeps): Promise<boolean> =>
  FirstSteps.parse((await storedSetting(db, SETTING)).body).dismissed;
