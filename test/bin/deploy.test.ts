import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { z } from 'zod';
import { loadConfig } from '../../config';
import { SECRET_SETTINGS } from '../../secret-files';
import { Compose, Kustomization, Package, Scaled, Workload } from '../manifests';

const ROOT = join(__dirname, '..', '..');
const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const documentsOf = (path: string): readonly unknown[] =>
  parseAllDocuments(textOf(path), { merge: true }).map((document) => {
    expect([path, document.errors]).toEqual([path, []]);
    return document.toJS();
  });

const K8S = 'deploy/kubernetes';
const manifests = readdirSync(join(ROOT, K8S)).filter((name) => name.endsWith('.yaml'));
const objects = manifests.flatMap((name) => documentsOf(`${K8S}/${name}`));
const pick = <T>(schema: z.ZodType<T>): readonly T[] => objects.flatMap((one) => schema.safeParse(one).data ?? []);
const compose = Compose.parse(documentsOf('deploy/compose.yaml')[0]);
const workloads = new Map(pick(Workload).map((one) => [one.metadata.name, one.spec.template.spec]));
const containers = [...workloads.values()].flatMap((pod) => [...pod.initContainers, ...pod.containers]);
const settings = new Map(
  textOf(`${K8S}/settings.env`)
    .trim()
    .split('\n')
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
);
const { version, scripts } = Package.parse(JSON.parse(textOf('package.json')));
const services = new Map(Object.entries(compose.services));
const ours = [...services].filter(([, { image }]) => image.startsWith('tenure:'));
const programs = [...ours.map(([, { command = [] }]) => command), ...containers.map(({ command }) => command)];

/** What `config.ts` reads, what of it may stand in a file, and the settings of Temporal's SDK for TLS. */
const known = new Set([
  ...textOf('config.ts')
    .match(/^ {2}[A-Z][A-Z_]+(?=: )/gm)!
    .map((name) => name.trim()),
  ...SECRET_SETTINGS.map((name) => `${name}_FILE`),
  ...['TEMPORAL_TLS_CLIENT_CERT_PATH', 'TEMPORAL_TLS_CLIENT_KEY_PATH', 'TEMPORAL_TLS_SERVER_CA_CERT_PATH'],
]);

test('the files describe an API, a worker and what prepares them, for one machine and for a cluster', () => {
  expect(ours.map(([name]) => name)).toEqual(['prepare', 'api', 'worker']);
  expect([...workloads.keys()].sort()).toEqual(['tenure-api', 'tenure-prepare', 'tenure-worker']);
});

test('the image holds compiled programs and libraries that they need, and neither tests nor sources', () => {
  const [build = '', image = ''] = textOf('deploy/Dockerfile')
    .split(/^FROM /m)
    .slice(1);
  const copied = [...image.matchAll(/^(?:COPY|ADD) (.+)$/gm)].map(([, what]) => what);
  const kept = ['package.json', 'node_modules', 'dist', 'program', 'deploy'];

  expect(copied).toEqual(
    kept.map((name) => `--from=build /app/${name} ${name === 'package.json' ? './' : `./${name}`}`),
  );
  expect(build).toMatch(/^RUN npm ci --omit=dev --ignore-scripts /m);
});

test('every manifest is listed, and every listed one is there', () => {
  const { resources } = Kustomization.parse(documentsOf(`${K8S}/kustomization.yaml`)[0]);
  expect([...resources, 'kustomization.yaml'].sort()).toEqual([...manifests].sort());
});

test('every setting is one that the product reads', () => {
  const image = /^ENV (.+)$/m.exec(textOf('deploy/Dockerfile'))?.[1]?.split(' ') ?? [];
  const named = [
    ...image.map((pair) => pair.split('=')[0]),
    ...ours.flatMap(([, { environment }]) => Object.keys(environment)),
    ...settings.keys(),
    ...containers.flatMap(({ env }) => env.map(({ name }) => name)),
    ...pick(Scaled).flatMap(({ spec }) => spec.triggers.map(({ metadata }) => metadata.endpointFromEnv)),
  ];
  expect(image).toHaveLength(2);
  expect(named.filter((name) => name === undefined || !known.has(name))).toEqual([]);
});

test('the settings of both parse, once what they name as files is there', () => {
  const values = (of: Readonly<Record<string, string | number>>): NodeJS.ProcessEnv =>
    Object.fromEntries(
      Object.entries(of)
        .filter(([name]) => !name.endsWith('_FILE'))
        .map(([name, value]) => [name, String(value).replace(/^\$\{PUBLIC_URL:.*\}$/, 'https://tenure.example.com')]),
    );
  const worker = containers.find(({ name }) => name === 'worker')!;
  const own = Object.fromEntries(worker.env.map(({ name, value }) => [name, value]));
  for (const of of [...ours.map(([, { environment }]) => environment), { ...Object.fromEntries(settings), ...own }])
    expect(loadConfig(values(of), '/nowhere')).toMatchObject({
      temporal: { namespace: 'tenure' },
      codec: { strict: true },
      trustProxy: 1,
    });
});

test('secrets stand in files that are mounted, and nowhere else', () => {
  for (const { environment, secrets } of services.values()) {
    const files = Object.entries(environment).filter(([key]) => key.endsWith('_FILE'));
    const mounted = secrets.map((name) => `/run/secrets/${name}`);
    expect(files.filter(([, path]) => !mounted.includes(String(path)))).toEqual([]);
    expect(secrets.filter((name) => !(name in compose.secrets))).toEqual([]);
  }
  for (const { volumeMounts } of containers)
    expect(volumeMounts).toContainEqual({ name: 'secrets', mountPath: '/run/secrets/tenure', readOnly: true });
  const named = [
    ...[...services.values()].flatMap(({ environment }) => Object.keys(environment)),
    ...settings.keys(),
    ...containers.flatMap(({ env }) => env.map(({ name }) => name)),
  ];
  const secret = new RegExp(`^(${SECRET_SETTINGS.join('|')})$|(PASSWORD|_PWD|TOKEN|SECRET|API_KEY)$`);
  expect(named.filter((name) => secret.test(name))).toEqual([]);
});

test('no file holds a password, a key or an address with one', () => {
  const files = readdirSync(join(ROOT, 'deploy'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /Dockerfile$|\.(ya?ml|env|sh|js)$/.test(name),
  );
  expect(files.length).toBeGreaterThan(12);
  const literal = /:\/\/[^\s:/@]+:(?!\$)[^\s:/@$]+@|\b[0-9a-f]{32,}\b|BEGIN [A-Z ]*PRIVATE KEY|^kind: Secret$/m;
  // A sample in a comment is no secret.
  const codeOf = (name: string): string => textOf(join('deploy', name)).replaceAll(/^\s*#.*$/gm, '');
  expect(files.filter((name) => !name.startsWith('secrets') && literal.test(codeOf(name)))).toEqual([]);
});

test('every image has a version, and ours that of the product', () => {
  const images = [
    ...[...services.values()].map(({ image }) => image),
    ...containers.map(({ image }) => image),
    ...[...textOf('deploy/Dockerfile').matchAll(/^FROM (\S+)/gm)].map(([, image = '']) => image),
  ];
  expect(images.filter((image) => !/:v?\d+\.\d+(\.\d+)?(-[a-z-]+)?$/.test(image))).toEqual([]);
  expect(new Set(images.filter((image) => image.startsWith('tenure')))).toEqual(new Set([`tenure:${version}`]));
});

test('every program and every path that is asked is one of the product', () => {
  const started = programs.flatMap((command) => command.filter((part) => part.endsWith('.js')));
  expect(started).toHaveLength(programs.length);
  const sourceOf = (path: string): string => path.replace(/^program\/(.+)\.js$/, '$1.ts');
  expect(started.map(sourceOf).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);

  const worker = programs.filter((command) => command.includes('program/worker.js'));
  expect(worker).toHaveLength(2);
  for (const command of worker)
    expect(scripts['worker']).toContain(command.filter((part) => part.startsWith('--')).join(' '));

  const routes = [...textOf('api/health.ts').matchAll(/router\.get\('([^']+)'/g)].map(([, path]) => path);
  const asked = [
    ...containers
      .flatMap((one) => [one.startupProbe, one.readinessProbe, one.livenessProbe])
      .map((p) => p?.httpGet.path),
    ...[...services.values()].map(({ healthcheck }) => healthcheck.test?.find((part) => part.startsWith('/'))),
    /deploy\/probe\.js", "([^"]+)"/.exec(textOf('deploy/Dockerfile'))?.[1],
  ].filter((path) => path !== undefined);
  expect(asked).toEqual(expect.arrayContaining(['/healthz', '/readyz']));
  expect(asked.filter((path) => !routes.includes(path))).toEqual([]);
});

test('workers serve and are scaled by exactly the task queues that there are', () => {
  const queues = [...loadConfig({}, '/nowhere').workerQueues].sort();
  const [scaled] = pick(Scaled);
  const worker = containers.find(({ name }) => name === 'worker')!;
  const served = worker.env.find(({ name }) => name === 'TENURE_WORKER_QUEUES')!.value.split(',');
  expect(served.sort()).toEqual(queues);
  expect(scaled!.spec.triggers.map(({ metadata }) => metadata.taskQueue).sort()).toEqual(queues);
  expect(workloads.has(scaled!.spec.scaleTargetRef.name)).toBe(true);
  for (const { metadata } of scaled!.spec.triggers) expect(metadata.namespace).toBe(settings.get('TEMPORAL_NAMESPACE'));
  for (const queue of queues) expect(textOf('worker.ts')).toMatch(new RegExp(`^ +'?${queue}'?: \\{`, 'm'));
});

test('API and worker begin after the preparation', () => {
  for (const name of ['api', 'worker'])
    expect(services.get(name)!.depends_on).toEqual({ prepare: { condition: 'service_completed_successfully' } });
  expect(services.get('prepare')!.command).toEqual(['node', 'deploy/prepare.js']);
  expect(workloads.get('tenure-prepare')!.containers[0]!.command).toEqual(['node', 'deploy/prepare.js']);
  for (const name of ['tenure-api', 'tenure-worker'])
    expect(workloads.get(name)!.initContainers[0]!.command).toEqual(['node', 'deploy/await-schema.js']);
});

test('no container of ours can write beside its documents or get more rights', () => {
  for (const [, { read_only, cap_drop }] of ours)
    expect({ read_only, cap_drop }).toEqual({ read_only: true, cap_drop: ['ALL'] });
  for (const { securityContext } of workloads.values())
    expect(securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
  for (const { securityContext } of containers)
    expect(securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  expect(textOf('deploy/Dockerfile')).toMatch(/^USER 1000:1000$/m);
});

test('on one machine only the port of the API can be reached, from that machine', () => {
  const published = [...services].flatMap(([name, { ports }]) => ports.map((port) => [name, port]));
  expect(published).toEqual([['network', '127.0.0.1:3000:3000']]);
  for (const [name, { network_mode }] of services)
    expect([name, network_mode]).toEqual([name, name === 'network' ? undefined : 'service:network']);
});

test('the image holds everything that programs are compiled from, and no setting of the machine that builds it', () => {
  const list = /FOLDERS = \[([^\]]+)\]/.exec(textOf('bin/parts/compiled.ts'))?.[1] ?? '';
  const folders = [...list.matchAll(/'([^']+)'/g)].map(([, name = '']) => name);
  const kept = textOf('deploy/Dockerfile.dockerignore')
    .split('\n')
    .filter((line) => line.startsWith('!'));
  expect(folders).toContain('workflows');
  expect(kept.sort()).toEqual(
    [...folders, '*.ts', 'package.json', 'package-lock.json', 'tsconfig.json', 'deploy/*.js']
      .map((name) => `!${name}`)
      .sort(),
  );
});
