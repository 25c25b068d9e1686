import { defineCheck } from '../../check.ts';
import { fail, inconclusive, pass, skip } from '../../record/finding.ts';
import { type SignedBundle, verifySignature } from './bundle/verify-signature.ts';

export const bundleSignatureId = 'preflight.bundle-signature';

/** The patch bundle of an air-gapped installation is the vendor's own. Null: nobody gave one. */
export const bundleSignature = (signed: SignedBundle | null) =>
  defineCheck({
    id: bundleSignatureId,
    title: "The patch bundle has the vendor's signature",
    question: 'Is the bundle that will be unpacked the one that the vendor signed?',
    needs: {},
    timeoutSeconds: 1800,
    blames: 'release',
    source: 'Upgrades & rollback, Cadence: signed patch bundles for air-gapped installations',
    hint: 'do not unpack the bundle; fetch it and its signature again',
    async run({ settings, signal }) {
      if (!signed) return skip('no --bundle and --signature were given');
      if (settings.bundleKey === undefined)
        return inconclusive('the setting bundleKey is missing: a signature proves nothing without the key');
      const found = await verifySignature(signed, settings.bundleKey, signal);
      if (found.valid === 'unknown') return inconclusive(found.why);
      const seen = {
        expected: 'a signature of the key in bundleKey',
        seen: `${found.algorithm}, ${found.bytes} bytes`,
      };
      return found.valid
        ? pass(`${found.bytes} bytes, signed with the ${found.algorithm} key`, seen)
        : fail('the signature is not of this key over this bundle', seen);
    },
  });
