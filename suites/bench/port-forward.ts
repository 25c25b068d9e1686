import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';

/** Programs that carry connections to somewhere else, through one more stream and a proxy or two. */
const carries = /port-forward|^(k9s|freelens|lens|openlens|ssh|telepresence|kubefwd)$/i;

/**
 * Why the numbers of a target would be those of a tunnel; null where there is none in the way. A tunnel ends here, so
 * only addresses of this machine are looked at. Who listens is read from `/proc`: where that cannot be seen, nobody knows.
 */
export async function portForward(url: string, proc = '/proc'): Promise<string | null> {
  const { hostname, port, protocol } = new URL(url);
  if (!/^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/i.test(hostname)) return null;
  const number = Number(port || (protocol === 'https:' ? 443 : 80));
  const advice = 'give the address of the Service or the Ingress, or measure from within the cluster';
  const listener = await listenerAt(number, proc);
  if (listener === null)
    return `what listens at ${hostname}:${number} cannot be told, and may be a port-forward: ${advice}`;
  const [program = '', ...args] = listener;
  const name = basename(program);
  if (!carries.test(name) && !args.some((arg) => carries.test(arg))) return null;
  return `${hostname}:${number} is a tunnel (${[name, ...args].join(' ').slice(0, 80)}), and its delays would be taken for the platform's: ${advice}`;
}

/** The command line of the process that listens at a port; null where it cannot be seen. */
async function listenerAt(port: number, proc: string): Promise<string[] | null> {
  const sockets = new Set<string>();
  for (const table of ['tcp', 'tcp6']) {
    const text = await readFile(`${proc}/net/${table}`, 'utf8').catch(() => '');
    for (const line of text.split('\n').slice(1)) {
      const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
      if (state === listening && Number.parseInt(local.split(':')[1] ?? '', 16) === port)
        sockets.add(`socket:[${inode}]`);
    }
  }
  if (sockets.size === 0) return null;
  for (const pid of await readdir(proc)) {
    if (!/^\d+$/.test(pid)) continue;
    for (const fd of await readdir(`${proc}/${pid}/fd`).catch(() => [])) {
      const target = await readlink(`${proc}/${pid}/fd/${fd}`).catch(() => '');
      if (!sockets.has(target)) continue;
      const text = await readFile(`${proc}/${pid}/cmdline`, 'utf8').catch(() => '');
      return text === '' ? null : text.split('\0').filter((arg) => arg !== '');
    }
  }
  return null;
}

const listening = '0A';
