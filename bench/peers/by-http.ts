import { z } from 'zod';
import { freePort } from '../../bin/parts/ports';
import { SCHEMA } from '../approvals/plain-activities';
import type { OpenPeer, Places } from '../approvals/peers';
import { cpuOf, Service } from '../approvals/service';
import { mavenPeer, npmPeers } from './install';

const LIMIT_MS = 30_000;

const Started = z.object({ id: z.string() });

export async function post(url: string, json?: unknown): Promise<unknown> {
  const body =
    json === undefined ? {} : { body: JSON.stringify(json), headers: { 'content-type': 'application/json' } };
  const answer = await fetch(url, { method: 'POST', signal: AbortSignal.timeout(LIMIT_MS), ...body });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url} was answered with ${answer.status}: ${text}`);
  return text === '' ? {} : JSON.parse(text);
}

interface Program {
  readonly name: string;
  readonly program: string;
  readonly args: (port: string, url: string) => readonly string[];
  readonly cwd?: string;
}

/** A peer that is one process with its engine in it, and is asked over HTTP. */
async function oneProcess({ name, program, args, cwd }: Program, { database }: Places): Promise<OpenPeer> {
  await database.db.raw(SCHEMA);
  const port = String(await freePort());
  const service = await Service.start({ name, program, args: args(port, database.url), ...(cwd && { cwd }) });
  const base = `http://127.0.0.1:${port}`;
  return {
    name,
    start: async () => Started.parse(await post(`${base}/start`)).id,
    decide: async (id) => {
      await post(`${base}/decide/${id}`);
    },
    cpuMs: () => cpuOf(service.pid),
    crash: () => service.crash(),
    stop: () => service.stop(),
  };
}

/** express, knex and PostgreSQL with nothing between: what any engine adds is added to this. */
export const floorPeer = (places: Places): Promise<OpenPeer> => {
  const script = `${__dirname}/services/floor.ts`;
  const args = (port: string, url: string) => ['--import', 'tsx', script, port, url];
  return oneProcess({ name: 'by hand', program: process.execPath, args }, places);
};

export const dbosPeer = async (places: Places): Promise<OpenPeer> => {
  const cwd = await npmPeers();
  const args = (port: string, url: string) => ['dbos.mjs', port, url];
  return oneProcess({ name: 'DBOS', program: process.execPath, args, cwd }, places);
};

export const operatonPeer = async (places: Places): Promise<OpenPeer> => {
  const classPath = await mavenPeer();
  const args = (port: string, url: string) => ['-cp', classPath, 'Approvals', port, url];
  return oneProcess({ name: 'Operaton', program: 'java', args }, places);
};
