import type { V1ObjectMeta } from '@kubernetes/client-node';
import type { LicenseOptions } from '../../checks/preflight/license-and-egress.ts';
import { at } from '../../operations/plan/immutable.ts';

export const isLicenseProxy = ({ metadata }: { metadata?: V1ObjectMeta }): boolean =>
  metadata?.labels?.['app.kubernetes.io/component'] === 'license-proxy' ||
  /(^|-)license-proxy$/.test(metadata?.name ?? '');

/** The license proxy is the only part that calls out; without a network it keeps its license on a disk. */
export const license: LicenseOptions = {
  isProxy: isLicenseProxy,
  path: '/audit',
  contradictions(posture, values) {
    const asks = at(values, 'infra.authenticate') !== false;
    const keeps = at(values, 'licenseProxy.persistence.enabled') === true;
    if (posture === 'connected') return asks ? [] : ['infra.authenticate is false, as for air-gapped'];
    return [
      ...(asks ? ['infra.authenticate is not false: the license proxy would call out'] : []),
      ...(keeps ? [] : ['licenseProxy.persistence.enabled is not true: a license is lost with its pod']),
    ];
  },
};
