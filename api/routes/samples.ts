import { LoadSamples, SamplesView } from '../../domain/samples/samples-schema';
import { accepted, ok, type Route, route } from '../route';
import { loadSamples, removeSamples, samplesView } from '../samples';
import type { Services } from '../services';

type Deps = Pick<Services, 'db' | 'gateway'>;

/** Sample data of an installation: loaded by one call, and gone by another. */
export const sampleRoutes = (deps: Deps): readonly Route[] => [
  route({
    method: 'get',
    path: '/samples',
    summary: 'Whether there is sample data, and how far loading or removing it has come',
    tag: 'Platform',
    access: ['admin'],
    answers: { 200: SamplesView },
    handle: async () => ok(await samplesView(deps.db)),
  }),
  route<unknown, unknown, LoadSamples>({
    method: 'post',
    path: '/samples',
    summary: 'Load sample data: vendors, engagements in several states, and requests that wait for the caller',
    tag: 'Platform',
    access: ['admin'],
    body: LoadSamples,
    answers: { 202: SamplesView },
    handle: async (call) => accepted(await loadSamples(deps, call)),
  }),
  route({
    method: 'delete',
    path: '/samples',
    summary: 'Remove the sample data and nothing else',
    tag: 'Platform',
    access: ['admin'],
    answers: { 202: SamplesView },
    handle: async (call) => accepted(await removeSamples(deps, call)),
  }),
];
