import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { FixtureError } from './fixture-error.ts';

const run = promisify(execFile);

/** The oldest Go that can fetch a newer one by itself, which the pinned modules may ask for. */
const oldestGo = [1, 21] as const;

/** The environment of every call of Go: static binaries, and nothing taken from a surrounding workspace. */
export function goEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return { ...env, CGO_ENABLED: '0', GOWORK: 'off', GOFLAGS: '-mod=readonly -buildvcs=false' };
}

export function isTooOld(version: string): boolean {
  const found = /go(\d+)\.(\d+)/.exec(version);
  if (found === null) return true;
  const major = Number(found[1]);
  return major < oldestGo[0] || (major === oldestGo[0] && Number(found[2]) < oldestGo[1]);
}

/** What `go version` says in that module's folder, e.g. `go1.26.0 linux/amd64`. */
export async function goVersion(moduleDir: string, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  let text: string;
  try {
    text = (await run('go', ['version'], { cwd: moduleDir, env: goEnvironment(env) })).stdout;
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new FixtureError(
      'unavailable',
      missing
        ? 'Go is not installed, and the real Kubernetes is built from its Go modules: install Go 1.25 or newer (https://go.dev/doc/install) and try again.'
        : `Go cannot be used: ${(error as Error).message.trim()}`,
      { cause: error },
    );
  }
  const version = text.replace(/^go version /, '').trim();
  if (isTooOld(version)) {
    throw new FixtureError(
      'unavailable',
      `${version} is too old to build Kubernetes: install Go 1.25 or newer.`,
    );
  }
  return version;
}
