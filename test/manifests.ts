/** Shapes of the files under `deploy/`, as far as tests look into them. */
import { z } from 'zod';

const Service = z.object({
  image: z.string(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  secrets: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.array(z.string()).optional() }).default({}),
  network_mode: z.string().optional(),
  read_only: z.boolean().default(false),
  cap_drop: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
});
export const Compose = z.object({
  services: z.record(z.string(), Service),
  secrets: z.record(z.string(), z.strictObject({ file: z.string() })),
});

const Probe = z.object({ httpGet: z.object({ path: z.string() }) });
const Container = z.object({
  name: z.string(),
  image: z.string(),
  command: z.array(z.string()),
  env: z.array(z.strictObject({ name: z.string(), value: z.string() })).default([]),
  envFrom: z.array(z.strictObject({ configMapRef: z.object({ name: z.string() }) })),
  securityContext: z.object({}).loose(),
  resources: z.object({ requests: z.object({}).loose(), limits: z.object({ memory: z.string() }) }),
  startupProbe: Probe.optional(),
  readinessProbe: Probe.optional(),
  livenessProbe: Probe.optional(),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() }).loose()),
});
const Pod = z.object({
  securityContext: z.object({}).loose(),
  initContainers: z.array(Container).default([]),
  containers: z.array(Container),
});
export const Workload = z.object({
  kind: z.enum(['Deployment', 'Job']),
  metadata: z.object({ name: z.string() }),
  spec: z.object({ template: z.object({ spec: Pod }) }),
});
const Trigger = z.object({
  type: z.literal('temporal'),
  metadata: z.object({ endpointFromEnv: z.string(), namespace: z.string(), taskQueue: z.string() }).loose(),
});
export const Scaled = z.object({
  kind: z.literal('ScaledObject'),
  spec: z.object({
    scaleTargetRef: z.object({ name: z.string() }),
    minReplicaCount: z.number().min(1),
    triggers: z.array(Trigger),
  }),
});

export const Kustomization = z.object({ resources: z.array(z.string()) });
export const Package = z.object({ version: z.string(), scripts: z.record(z.string(), z.string()) });
