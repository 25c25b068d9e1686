import type { V1Service } from '@kubernetes/client-node';
import { defineCheck } from '../../check.ts';
import { overlaid } from '../../operations/plan/paths.ts';
import { fail, inconclusive, pass, skip } from '../../record/finding.ts';
import type { Settings } from '../../settings.ts';
import { deployedIfReadable } from './deployed.ts';

export interface LicenseOptions {
  /** Which Service is the license proxy's. */
  readonly isProxy: (service: V1Service) => boolean;
  /** A request that a license proxy answers without changing anything. */
  readonly path: string;
  /** What of the chart's values contradicts the posture, in sentences. */
  readonly contradictions: (
    posture: NonNullable<Settings['posture']>,
    values: Readonly<Record<string, unknown>>,
  ) => string[];
}

/** The values fit the declared posture, and the license proxy, through which licenses come, answers. */
export const licenseAndEgress = (options: LicenseOptions) =>
  defineCheck({
    id: 'preflight.license-and-egress',
    title: 'License and egress are as declared',
    question: 'Will the new pods get their license, the way the posture says?',
    needs: { kubernetes: ['list:services'], http: true, helm: true },
    timeoutSeconds: 30,
    blames: 'environment',
    source:
      'Go-live checklist: network policies and egress, license loaded; Upgrades and Rollback: license proxy',
    hint: 'compare the chart’s values with the setting posture, and look at the license proxy’s log',
    async run({ kubernetes, http, helm, settings, target, signal }) {
      const { posture } = settings;
      const proxies = (await kubernetes.list('services')).filter(options.isProxy);
      if (proxies.length === 0 && posture === undefined)
        return skip('there is no license proxy, and the setting posture is not given');
      const told: string[] = [];
      if (posture !== undefined) {
        const values = target
          ? overlaid(target.defaults, target.values)
          : await deployedIfReadable(helm).then(
              (deployed) => deployed && overlaid(deployed.defaults ?? {}, deployed.values),
            );
        if (!values)
          return inconclusive(
            'neither a chart was given nor has Helm a deployed revision: the values are not known',
          );
        const wrong = options.contradictions(posture, values);
        if (wrong.length > 0)
          return fail(`the values do not fit the posture ${posture}: ${wrong[0]}`, {
            expected: posture,
            seen: wrong.join('; '),
          });
        told.push(`the values fit the posture ${posture}`);
      }
      for (const proxy of proxies) {
        const name = `Service/${proxy.metadata?.name}`;
        const address = addressOf(proxy);
        if (address === null) return inconclusive(`${name} has no address`);
        const { status } = await http.request(`http://${address}${options.path}`, {
          signal,
          maxBytes: 64 * 1024,
        });
        const seen = { expected: `GET ${options.path} answered`, seen: String(status), objects: [name] };
        if (status >= 500) return fail(`the license proxy answers ${status}`, seen);
        told.push(`the license proxy answers ${status}`);
      }
      return pass(told.join('; '), { objects: proxies.map(({ metadata }) => `Service/${metadata?.name}`) });
    },
  });

function addressOf({ metadata, spec }: V1Service): string | null {
  const [port] = spec?.ports ?? [];
  if (!port) return null;
  const headless = !spec?.clusterIP || spec.clusterIP === 'None';
  return `${headless ? `${metadata?.name}.${metadata?.namespace}.svc` : spec.clusterIP}:${port.port}`;
}
