import type { KubernetesObject } from '@kubernetes/client-node';
import type { FaultRecipe } from '../fault-recipe.ts';

/** Expired on 2025-01-01; the key is worth nothing. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBdTCCARugAwIBAgIJAYl35sJONepzMAoGCCqGSM49BAMCMB8xHTAbBgNVBAMM
FGFwaS5jYXJ0ZXNpYS5leGFtcGxlMCIYDzIwMjQwMTAxMDAwMDAwWhgPMjAyNTAx
MDEwMDAwMDBaMB8xHTAbBgNVBAMMFGFwaS5jYXJ0ZXNpYS5leGFtcGxlMFkwEwYH
KoZIzj0CAQYIKoZIzj0DAQcDQgAEdLAIFRHuUWxHeFhGWMDrmfti7uilQZ5JNIg2
pZiYsKXVsvX7ymf2GCFKSrCxSxk0167/XQrfXJcZ65TMY5TS8KM8MDowDAYDVR0T
AQH/BAIwADAqBgNVHREEIzAhghRhcGkuY2FydGVzaWEuZXhhbXBsZYIJKi5leGFt
cGxlMAoGCCqGSM49BAMCA0gAMEUCIQDzBKBqvRec/qFC4A2JNzW514EG7sX8q7Cf
JgJlZVWmxgIgBdQ/UGCjwrCpwQVmM4h4s2Twiz3j6b1icv7ZbFhRnm0=
-----END CERTIFICATE-----
`;
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgfOKiQJVYdbkpKGeR
da/gfBxjjG99IB6V11q4NI62JpehRANCAAR0sAgVEe5RbEd4WEZYwOuZ+2Lu6KVB
nkk0iDalmJiwpdWy9fvKZ/YYIUpKsLFLGTTXrv9dCt9clxnrlMxjlNLw
-----END PRIVATE KEY-----
`;

export const tlsSecretExpired: FaultRecipe = {
  id: 'kubernetes/tls-secret-expired',
  platform: 'cartesia',
  title: 'The certificate in the TLS Secret has expired',
  objects: [
    {
      change: 'create',
      object: {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'seatrial-expired-tls' },
        type: 'kubernetes.io/tls',
        stringData: { 'tls.crt': certificate, 'tls.key': key },
      } as KubernetesObject,
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      change: 'patch',
      // Without hosts, it is for those of the rules.
      patch: { spec: { tls: [{ secretName: 'seatrial-expired-tls' }] } },
    },
  ],
  caughtBy: [
    'tls-secret',
    'certificate-trusted',
    'certificate-expiry',
    'ingress-https',
    'preflight.certificates',
  ],
};
