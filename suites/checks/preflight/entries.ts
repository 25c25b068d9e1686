import type { AnyCheck, Needs } from '../../check.ts';
import { observing } from '../../probes/kubernetes/rights.ts';
import { advisory, blocking, type Suite, type SuiteEntry, whereThere } from '../../suite.ts';
import { autoscalingHealthy } from './autoscaling-healthy.ts';
import { bundleSignature } from './bundle-signature.ts';
import { certificates } from './certificates.ts';
import { definitions } from './definitions.ts';
import { helmIdle } from './helm-idle.ts';
import { imagesPullable } from './images-pullable.ts';
import { type LicenseOptions, licenseAndEgress } from './license-and-egress.ts';
import { observability } from './observability.ts';
import { permissions } from './permissions.ts';
import { podsHealthy } from './pods-healthy.ts';
import { recentErrors } from './recent-errors.ts';
import { type StorageClassOptions, storageClass } from './storage-class.ts';
import { surgeGpus } from './surge-gpus.ts';
import { values } from './values.ts';
import { type VersionSkipOptions, versionSkip } from './version-skip.ts';
import { wayBack } from './way-back.ts';

/** What a platform says of its preflight. */
export interface PreflightOptions {
  readonly tagOf: (image: string) => string | null;
  readonly forwardOnly?: (from: string, to: string) => string | null;
  /** Suites that come after the upgrade: their rights are asked for beforehand. */
  readonly suitesToCome: readonly Suite[];
  readonly storage?: StorageClassOptions;
  /** Rules for versions; null where releases have none that are counted. */
  readonly versions: Omit<VersionSkipOptions, 'forwardOnly'> | null;
  /** Minutes of logs that are looked at; 10 unless given. */
  readonly logMinutes?: number;
  readonly license?: LicenseOptions;
  /** The vendor ships signed bundles to air-gapped installations. */
  readonly bundles?: boolean;
  /** Checks of the platform's own. */
  readonly more?: readonly SuiteEntry[];
}

/** The entries of a platform's `preflight` suite. */
export function preflightEntries(options: PreflightOptions): SuiteEntry[] {
  const { tagOf, forwardOnly, versions, license } = options;
  const oneWay = forwardOnly ? { forwardOnly } : {};
  const entries: SuiteEntry[] = [
    blocking(
      permissions(() => [
        { kubernetes: observing },
        ...needsOf([...entries, ...options.suitesToCome.flatMap((suite) => suite.entries)]),
      ]),
    ),
    blocking(helmIdle),
    blocking(podsHealthy),
    whereThere(blocking(values)),
    whereThere(blocking(definitions)),
    ...(versions === null ? [] : [whereThere(blocking(versionSkip({ ...versions, ...oneWay })))]),
    whereThere(blocking(surgeGpus)),
    whereThere(blocking(imagesPullable)),
    blocking(wayBack({ tagOf, ...oneWay })),
    whereThere(blocking(storageClass(options.storage))),
    whereThere(blocking(certificates)),
    whereThere(blocking(autoscalingHealthy)),
    advisory(observability),
    advisory(recentErrors(options.logMinutes)),
    ...(license ? [advisory(licenseAndEgress(license))] : []),
    ...(options.bundles ? [whereThere(blocking(bundleSignature(null)))] : []),
    ...(options.more ?? []),
  ];
  return entries;
}

/** The `preflight` suite of a platform. */
export const preflightSuite = (options: PreflightOptions): Suite => ({
  name: 'preflight',
  title: 'Before the upgrade',
  entries: preflightEntries(options),
});

const needsOf = (entries: readonly { readonly check: AnyCheck }[]): Needs[] =>
  entries.map(({ check }) => check.needs);
