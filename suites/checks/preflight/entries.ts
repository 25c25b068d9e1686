import type { AnyCheck, Needs } from '../../check.ts';
import { advisory, blocking, type Suite, type SuiteEntry } from '../../suite.ts';
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

/**
 * Ids of checks that do not apply to every release (no claims, no autoscaling, no chart given): a skip of theirs is
 * no doubt. Skips of all others hold the upgrade until somebody allows them.
 */
export const mayNotApply: readonly string[] = [
  'preflight.autoscaling-healthy',
  'preflight.bundle-signature',
  'preflight.certificates',
  'preflight.definitions',
  'preflight.images-pullable',
  'preflight.license-and-egress',
  'preflight.observability',
  'preflight.recent-errors',
  'preflight.storage-class',
  'preflight.surge-gpus',
  'preflight.values',
  'preflight.version-skip',
];

/** The entries of a platform's `preflight` suite. */
export function preflightEntries(options: PreflightOptions): SuiteEntry[] {
  const { tagOf, forwardOnly, versions, license } = options;
  const oneWay = forwardOnly ? { forwardOnly } : {};
  const entries: SuiteEntry[] = [
    blocking(
      permissions(() => needsOf([...entries, ...options.suitesToCome.flatMap((suite) => suite.entries)])),
    ),
    blocking(helmIdle),
    blocking(podsHealthy),
    blocking(values),
    blocking(definitions),
    ...(versions === null ? [] : [blocking(versionSkip({ ...versions, ...oneWay }))]),
    blocking(surgeGpus),
    blocking(imagesPullable),
    blocking(wayBack({ tagOf, ...oneWay })),
    blocking(storageClass(options.storage)),
    blocking(certificates),
    blocking(autoscalingHealthy),
    advisory(observability),
    advisory(recentErrors(options.logMinutes)),
    ...(license ? [advisory(licenseAndEgress(license))] : []),
    ...(options.bundles ? [blocking(bundleSignature(null))] : []),
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
