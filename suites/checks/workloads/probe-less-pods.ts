import type { V1Pod } from '@kubernetes/client-node';
import { defineCheck } from '../../check.ts';
import type { HttpProbe } from '../../probes/http/probe.ts';
import type { NetworkProbe } from '../../probes/network/probe.ts';
import { ProbeError } from '../../probes/probe-error.ts';
import { fail, inconclusive, pass, skip } from '../../record/finding.ts';
import { memberRules, readMembers } from './members.ts';

/** A component whose chart has no probes, so that its pods are Ready as soon as they run. */
export interface ProbeLess {
  /** `NATS`. */
  readonly title: string;
  /** Which workloads: those that run such an image. */
  readonly image: RegExp;
  /** A port that must take connections. */
  readonly port: number;
  /** A path that must answer 200 over HTTP, and its port; where that port is closed, the connection decides. */
  readonly health?: { readonly port: number; readonly path: string };
}

/** NATS by its monitoring server, else by its client port. */
export const nats: ProbeLess = {
  title: 'NATS',
  image: /(^|\/)nats(-server)?[:@]/,
  port: 4222,
  health: { port: 8222, path: '/healthz' },
};

const connectMs = 3000;
/** Pods asked at most: each costs a connection. */
const mostPods = 20;

type Answer = 'well' | 'silent' | { readonly wrong: string };

/** Components without probes are asked at each pod's own address, where `Ready` says nothing. */
export const probeLessPods = (components: readonly ProbeLess[]) =>
  defineCheck({
    id: 'probe-less-pods',
    title: 'Components without probes answer',
    question: `Do ${components.map(({ title }) => title).join(' and ')} answer, which Kubernetes does not probe?`,
    needs: { kubernetes: memberRules, http: true, network: true },
    timeoutSeconds: 60,
    blames: 'release',
    source: 'Managed Kubernetes, Verify: license proxy and NATS have no chart-defined health probes',
    hint: 'Read the logs of the pod that does not answer; it is Ready as soon as its container runs.',
    async run({ subject, kubernetes, http, network, signal }) {
      const { members } = await readMembers(subject, kubernetes);
      const asked = components.flatMap((component) =>
        members
          .filter(({ object }) =>
            object.spec?.template.spec?.containers.some(({ image }) => component.image.test(image ?? '')),
          )
          .map((member) => ({ component, member })),
      );
      if (asked.length === 0)
        return skip(`no workload runs an image of ${components.map(({ title }) => title).join(' or ')}`);
      const answers = await Promise.all(
        asked.map(async ({ component, member }) => {
          const pods = member.pods.slice(0, mostPods);
          const all = await Promise.all(pods.map((pod) => ask(component, pod, http, network, signal)));
          return { component, member, pods, all };
        }),
      );
      const wrong = answers.flatMap(({ component, member, pods, all }) =>
        pods.length === 0
          ? [{ says: `${component.title} has no pod`, object: member.name }]
          : all.flatMap((answer, index) =>
              typeof answer === 'object'
                ? [
                    {
                      says: `${component.title} ${answer.wrong}`,
                      object: `Pod/${pods[index]?.metadata?.name}`,
                    },
                  ]
                : [],
            ),
      );
      const expected = components
        .map(
          ({ title, port, health }) =>
            `${title} on ${health ? `${health.port}${health.path} or ` : ''}${port}`,
        )
        .join('; ');
      if (wrong.length > 0)
        return fail(wrong[0]!.says, {
          expected,
          seen: wrong.map(({ says, object }) => `${object}: ${says}`).join('; '),
          objects: wrong.map(({ object }) => object),
        });
      const silent = answers.flatMap(({ pods, all }) => pods.filter((_, index) => all[index] === 'silent'));
      if (silent.length > 0)
        return inconclusive(
          `nothing came back from ${silent.length} pods: is the way to them open from here?`,
          {
            expected,
            objects: silent.map(({ metadata }) => `Pod/${metadata?.name}`),
          },
        );
      const count = answers.reduce((sum, { pods }) => sum + pods.length, 0);
      return pass(
        `${count} pods of ${[...new Set(asked.map(({ component }) => component.title))].join(' and ')} answer`,
        { expected },
      );
    },
  });

async function ask(
  { port, health }: ProbeLess,
  { status }: V1Pod,
  http: HttpProbe,
  network: NetworkProbe,
  signal: AbortSignal,
): Promise<Answer> {
  const ip = status?.podIP;
  if (!ip) return { wrong: 'has no address yet' };
  const host = ip.includes(':') ? `[${ip}]` : ip;
  if (health) {
    const within = AbortSignal.any([signal, AbortSignal.timeout(connectMs)]);
    const answer = await http
      .request(`http://${host}:${health.port}${health.path}`, { signal: within })
      .catch(orNone);
    if (answer)
      return answer.status === 200 ? 'well' : { wrong: `answers ${answer.status} to ${health.path}` };
  }
  const { open, refused } = await network.connect(ip, port, connectMs);
  if (open) return 'well';
  // A refusal comes from the pod; silence may come from what lies between.
  return refused ? { wrong: `refuses connections on ${port}` } : 'silent';
}

function orNone(error: unknown): null {
  if (error instanceof ProbeError) return null;
  throw error;
}
