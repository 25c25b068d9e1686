import { findProgram } from '../clusters/local/packages.ts';
import { attempt } from '../toolchain/fixture-error.ts';
import { answers } from './answers.ts';
import { startOwnEngine } from './own-engine.ts';

/** A Docker engine that answers. Disposing of it ends what was started for it, and nothing else. */
export interface DockerEngine extends AsyncDisposable {
  readonly ok: true;
  /** As in `DOCKER_HOST`: `unix:///PATH` or `tcp://HOST:PORT`. */
  readonly host: string;
  /** Whether it runs for this process only. */
  readonly own: boolean;
}

export interface NoDocker {
  readonly ok: false;
  /** One sentence: why none can be had, and what to do. */
  readonly reason: string;
}

const usualSocket = 'unix:///var/run/docker.sock';

/**
 * The machine's Docker engine, or one of our own where none answers: as root on
 * Debian, with Debian's package, held apart from the machine.
 *
 * Until it is disposed of, this process's environment leads testcontainers to it,
 * which reads that once: call this before anything of testcontainers.
 */
export async function ensureDocker(env: NodeJS.ProcessEnv = process.env): Promise<DockerEngine | NoDocker> {
  await using stack = new AsyncDisposableStack();
  const set = (variables: Record<string, string>) => {
    const before = Object.keys(variables).map((name) => [name, env[name]] as const);
    Object.assign(env, variables);
    stack.defer(() => {
      for (const [name, value] of before) {
        if (value === undefined) delete env[name];
        else env[name] = value;
      }
    });
  };
  let host: string | undefined;
  for (const candidate of [env.DOCKER_HOST, usualSocket]) {
    if (host === undefined && candidate !== undefined && (await answers(candidate))) host = candidate;
  }
  const own = host === undefined;
  if (host === undefined) {
    const refusal = await cannotStart();
    if (refusal !== undefined) return { ok: false, reason: `No Docker engine answers, and ${refusal}` };
    const started = await attempt(() => startOwnEngine());
    if (!started.ok) return { ok: false, reason: started.reason };
    stack.use(started.value);
    ({ host } = started.value);
    set({ TESTCONTAINERS_HOST_OVERRIDE: started.value.address });
  }
  set({ DOCKER_HOST: host });
  const owned = stack.move();
  return { ok: true, host, own, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** Why no engine can be started here; undefined where it can. */
async function cannotStart(): Promise<string | undefined> {
  if (process.platform !== 'linux')
    return 'one can be started here by hand only: start Docker and try again.';
  if (process.getuid?.() !== 0)
    return 'only root can start one: start Docker, or run this as root on Debian.';
  const there = (await findProgram('dockerd')) ?? (await findProgram('apt-get'));
  if (there === undefined) return 'it is installed by itself on Debian only: install Docker and start it.';
  return undefined;
}
