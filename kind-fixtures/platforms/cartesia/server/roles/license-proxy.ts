import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Counter, Registry } from 'prom-client';
import { pack } from 'tar-stream';
import { z } from 'zod';
import { type Handler, startAdmin } from '../admin.ts';
import type { Env } from '../env.ts';
import { FaultBoard } from '../faults/fault-board.ts';
import { readBody, sendJson } from '../http.ts';
import type { RunningRole } from '../role.ts';
import { LocalBus } from '../wire/local-bus.ts';

const licenseSchema = z.looseObject({ issued_at: z.iso.datetime() });
type License = z.infer<typeof licenseSchema>;

const MAX_AUDIT_ENTRIES = 1000;

/**
 * The license proxy: keeps the newest license it was given (`POST /license`, by `issued_at`) and hands out a
 * tar of what happened (`GET /audit`). The stand-in calls nobody outside and enforces nothing.
 */
export async function startLicenseProxy(env: Env): Promise<RunningRole> {
  // It has no part in the bus: its faults are those of its environment and those set on itself.
  const site = { role: 'license-proxy', release: env.RELEASE_TAG };
  const faults = await FaultBoard.open(new LocalBus(), site, env.STANDIN_FAULTS);
  const file = env.LICENSE_DIR && join(env.LICENSE_DIR, 'license.json');
  let license = file ? await readLicense(file) : undefined;
  const audit: object[] = [];
  const registry = new Registry();
  const posts = new Counter({
    name: 'standin_license_posts_total',
    help: 'Licenses received.',
    registers: [registry],
  });

  const handle: Handler = async (route, request, response) => {
    const path = route.split(' ')[1];
    if (path !== '/faults' && faults.find('never-ready')) {
      sendJson(response, 503, { error: 'The license proxy is not ready.' });
      return true;
    }
    if (route === 'POST /license') {
      const given = parseLicense((await readBody(request)).toString('utf8'));
      if (!given) sendJson(response, 400, { error: 'A license is a JSON object with issued_at.' });
      else {
        posts.inc();
        const newest = !license || given.issued_at > license.issued_at;
        if (newest) license = given;
        if (newest && file) await saveLicense(file, given);
        if (audit.push({ at: new Date().toISOString(), event: 'license', newest }) > MAX_AUDIT_ENTRIES)
          audit.shift();
        sendJson(response, 200, { issued_at: license!.issued_at });
      }
      return true;
    }
    if (route !== 'GET /audit') return false;
    const tar = pack();
    tar.entry({ name: 'audit.ndjson' }, audit.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    tar.finalize();
    response.writeHead(200, { 'content-type': 'application/x-tar' });
    for await (const part of tar) response.write(part);
    response.end();
    return true;
  };

  const admin = await startAdmin(env.ADMIN_PORT, { registry, faults }, handle);
  return {
    adminPort: admin.port,
    faults,
    drain: async () => {},
    [Symbol.asyncDispose]: () => admin[Symbol.asyncDispose](),
  };
}

function parseLicense(text: string): License | undefined {
  try {
    return licenseSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

async function readLicense(file: string): Promise<License | undefined> {
  try {
    return parseLicense(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}

async function saveLicense(file: string, license: License): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, JSON.stringify(license));
}
