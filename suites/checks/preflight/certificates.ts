import { defineCheck } from '../../check.ts';
import { fail, inconclusive, pass, skip } from '../../record/finding.ts';
import { type Dated, ofCertManager, ofManaged, ofSecret, tlsSecrets } from './certificates/dated.ts';

const day = 86_400_000;

/** No certificate that the platform serves or manages ends within the days of the setting `certificateDays`. */
export const certificates = defineCheck({
  id: 'preflight.certificates',
  title: 'No certificate expires soon',
  question: 'Would a certificate expire while the upgrade is under way, or soon after?',
  needs: {
    kubernetes: ['list:ingresses', 'get:secrets', 'list:certificates', 'list:managedcertificates'],
  },
  timeoutSeconds: 30,
  blames: 'environment',
  source: 'Upgrades & rollback, Preflight before upgrade: expired certs',
  hint: 'renew the certificate that is named before the upgrade',
  async run({ kubernetes, settings, now }) {
    const [ingresses, managers, managed] = await Promise.all([
      kubernetes.list('ingresses'),
      kubernetes.list('certificates'),
      kubernetes.list('managedcertificates'),
    ]);
    const ownSecrets = new Set(managers.flatMap(({ spec }) => spec?.secretName ?? []));
    const fromSecrets = await Promise.all(
      tlsSecrets(ingresses)
        // cert-manager's own status says more than the Secret that it fills.
        .filter(({ secret }) => !ownSecrets.has(secret))
        .map(async ({ secret, ingress }) =>
          ofSecret(`Secret/${secret} of Ingress/${ingress}`, await kubernetes.get('secrets', secret)),
        ),
    );
    const all: Dated[] = [
      ...fromSecrets,
      ...managers.map((one) => ofCertManager(one, now)),
      ...managed.flatMap((one) => ofManaged(one) ?? []),
    ];
    if (all.length === 0)
      return skip('no Ingress names a TLS Secret, and there is no Certificate or issued ManagedCertificate');
    const days = settings.certificateDays;
    const soon = all.filter(({ ends, renews }) => ends !== null && !renews && ends - now < days * day);
    const wrong = all.filter((one) => one.wrong !== undefined);
    const seen = all.map((one) => `${one.of} ${one.wrong ?? lasts(one, now)}`).join('; ');
    const evidence = (those: readonly Dated[]) => ({
      expected: `valid for ${days} days or more`,
      seen,
      objects: those.map(({ of }) => of),
    });
    const bad = [...new Set([...wrong, ...soon])];
    if (bad.length > 0)
      return fail(
        `${bad.length} of ${all.length} certificates: ${bad[0]!.of} ${bad[0]!.wrong ?? lasts(bad[0]!, now)}`,
        evidence(bad),
      );
    const open = all.filter(({ ends }) => ends === null);
    if (open.length > 0)
      return inconclusive(
        `${open.length} of ${all.length} certificates do not tell when they end`,
        evidence(open),
      );
    return pass(`${all.length} certificates are valid for ${days} days or more`, evidence(all));
  },
});

function lasts({ ends }: Dated, now: number): string {
  if (ends === null) return 'does not tell when it ends';
  const days = Math.floor((ends - now) / day);
  return days < 0 ? `expired ${-days} days ago` : `ends in ${days} days`;
}
