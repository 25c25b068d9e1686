import type { KubernetesObject } from '@kubernetes/client-node';
import type { FaultRecipe } from '../fault-recipe.ts';

/** For elsewhere.invalid, valid to 2124; the key is worth nothing. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBYDCCAQegAwIBAgIJAQcTTvhaaGABMAoGCCqGSM49BAMCMBwxGjAYBgNVBAMM
EWVsc2V3aGVyZS5pbnZhbGlkMCIYDzIwMjQwMTAxMDAwMDAwWhgPMjEyNDAxMDEw
MDAwMDBaMBwxGjAYBgNVBAMMEWVsc2V3aGVyZS5pbnZhbGlkMFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAEf9ibzgq/Iva05wgVOPW2QSDrI34bcvTMyVEqF0mvrYWX
Pqx9/8FViT8KVqyauz7+aQ7vcX0BWVZoxph0EkF4XKMuMCwwDAYDVR0TAQH/BAIw
ADAcBgNVHREEFTATghFlbHNld2hlcmUuaW52YWxpZDAKBggqhkjOPQQDAgNHADBE
AiAmFv20RpJ+dqOyzJKRWKplk2mqy3W8QBDS40mAJDTtwQIgPXmur6B/2HCshSl7
yQh6F01mP6/+h1cc84sRNqo3Dyc=
-----END CERTIFICATE-----
`;
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgu39peGtrqCxD8t0f
CraCrBNZQWjulJfT8MyKAYGa/VChRANCAAR/2JvOCr8i9rTnCBU49bZBIOsjfhty
9MzJUSoXSa+thZc+rH3/wVWJPwpWrJq7Pv5pDu9xfQFZVmjGmHQSQXhc
-----END PRIVATE KEY-----
`;

export const tlsSecretWrongHost: FaultRecipe = {
  id: 'kubernetes/tls-secret-wrong-host',
  platform: 'cartesia',
  title: 'The certificate in the TLS Secret is for another name',
  objects: [
    {
      change: 'create',
      object: {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'seatrial-elsewhere-tls' },
        type: 'kubernetes.io/tls',
        stringData: { 'tls.crt': certificate, 'tls.key': key },
      } as KubernetesObject,
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      change: 'patch',
      // Without hosts, it is for those of the rules.
      patch: { spec: { tls: [{ secretName: 'seatrial-elsewhere-tls' }] } },
    },
  ],
  caughtBy: ['tls-secret', 'certificate-trusted', 'ingress-https'],
};
