import { defineCheck } from '../../check.ts';
import type { HelmRelease } from '../../probes/helm/history.ts';
import { fail, inconclusive, pass, skip } from '../../record/finding.ts';
import { controllersIn } from './controllers.ts';
import { podTemplatesIn } from './images/pod-templates.ts';
import { imageReads, imagesPullable } from './images/pullable.ts';
import { controllerReads, liveControllers } from './live.ts';
import { roomReads, surgeRoom } from './room/surge-room.ts';
import { destination } from './way-back/destination.ts';
import { survives } from './way-back/survivors.ts';

export interface WayBackOptions {
  /** The vendor's word that there is no way back between two tags, as in the platform's profile. */
  readonly forwardOnly?: (from: string, to: string) => string | null;
  readonly tagOf: (image: string) => string | null;
}

/** A way back that is proven before it is needed: the revision stays, its images are there, and so are GPUs for its surge. */
export const wayBack = ({ forwardOnly, tagOf }: WayBackOptions) =>
  defineCheck({
    id: 'preflight.way-back',
    title: 'There is a way back',
    question: 'Could the upgrade be rolled back to a revision that was verified?',
    needs: { kubernetes: [...controllerReads, ...imageReads, ...roomReads], registry: true, helm: true },
    timeoutSeconds: 120,
    blames: 'environment',
    source: 'Upgrades and Rollback, Rollback Procedure; Upgrade Runbook 4.1 Identify Rollback Target',
    hint: 'make sure that the revision named stays in Helm’s history and that its images can be pulled',
    async run({ helm, kubernetes, registry, subject, target, settings, before, signal }) {
      const revisions = await helm.revisions();
      if (revisions.length === 0)
        return inconclusive(
          'Helm has no history of the release in Secrets: is it stored elsewhere, or not by Helm?',
        );
      const to = destination(revisions, settings, before);
      if (!to) return fail('no revision is deployed or known to be verified', { seen: list(revisions) });
      const name = `revision ${to.revision} (${to.why})`;
      const seen = { expected: name, seen: list(revisions) };
      const stays = survives(to.revision, revisions);
      if (stays.stays === false) return fail(`no way back to ${name}: ${stays.why}`, seen);
      const kept = revisions.find(({ revision }) => revision === to.revision)!;
      const tag = podTemplatesIn(kept.objects).flatMap(({ pod }) =>
        pod.containers.flatMap(({ image }) => tagOf(image ?? '') ?? []),
      )[0];
      const oneWay = tag && target?.tag ? (forwardOnly?.(tag, target.tag) ?? null) : null;
      if (oneWay !== null)
        return skip(`the vendor names no way back from ${target?.tag} to ${tag}: ${oneWay}`);
      if (stays.stays === 'unknown')
        return inconclusive(`the way back to ${name} may go: ${stays.why}`, seen);

      const images = await imagesPullable(kubernetes, registry, podTemplatesIn(kept.objects), signal);
      if (images.outcome !== 'pass')
        return { ...images, reason: `the way back to ${name}: ${images.reason}` };
      const live = await liveControllers(kubernetes, subject);
      const room = await surgeRoom(kubernetes, controllersIn(kept.objects), live, null);
      if (room.outcome === 'fail' || room.outcome === 'inconclusive')
        return { ...room, reason: `the way back to ${name}: ${room.reason}` };
      return pass(`${name} stays in the history, its images are there, and so is room for its surge`, seen);
    },
  });

const list = (revisions: readonly HelmRelease[]): string =>
  revisions.map(({ revision, status }) => `${revision} ${status}`).join(', ');
