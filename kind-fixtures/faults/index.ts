import { apiNeverReady } from './cartesia/api-never-ready.ts';
import { capacityLost } from './cartesia/capacity-lost.ts';
import { crashLoop } from './cartesia/crash-loop.ts';
import { dictionariesLost } from './cartesia/dictionaries-lost.ts';
import { errors } from './cartesia/errors.ts';
import { heavyTail } from './cartesia/heavy-tail.ts';
import { licenseProxyDown } from './cartesia/license-proxy-down.ts';
import { mishears } from './cartesia/mishears.ts';
import { natsDeaf } from './cartesia/nats-deaf.ts';
import { neverReady } from './cartesia/never-ready.ts';
import { noCapacity } from './cartesia/no-capacity.ts';
import { noVoices } from './cartesia/no-voices.ts';
import { shortAudio } from './cartesia/short-audio.ts';
import { silence } from './cartesia/silence.ts';
import { slowVoices } from './cartesia/slow-voices.ts';
import { slower } from './cartesia/slower.ts';
import { truncated } from './cartesia/truncated.ts';
import { underruns } from './cartesia/underruns.ts';
import { voicesLost } from './cartesia/voices-lost.ts';
import { wrongTag } from './cartesia/wrong-tag.ts';
import { wrongWords } from './cartesia/wrong-words.ts';
import type { FaultRecipe } from './fault-recipe.ts';
import { certificateNotReady } from './kubernetes/certificate-not-ready.ts';
import { crashingPod } from './kubernetes/crashing-pod.ts';
import { drainBlocked } from './kubernetes/drain-blocked.ts';
import { egressOpened } from './kubernetes/egress-opened.ts';
import { errorsInLogs } from './kubernetes/errors-in-logs.ts';
import { fieldNotInTarget } from './kubernetes/field-not-in-target.ts';
import { grafanaSilent } from './kubernetes/grafana-silent.ts';
import { heldBack } from './kubernetes/held-back.ts';
import { helmFailed } from './kubernetes/helm-failed.ts';
import { helmPending } from './kubernetes/helm-pending.ts';
import { historyPruned } from './kubernetes/history-pruned.ts';
import { imageMissing } from './kubernetes/image-missing.ts';
import { ingressElsewhere } from './kubernetes/ingress-elsewhere.ts';
import { ingressPortError } from './kubernetes/ingress-port-error.ts';
import { ingressWithoutAddress } from './kubernetes/ingress-without-address.ts';
import { leftOverPod } from './kubernetes/left-over-pod.ts';
import { licenseNotKept } from './kubernetes/license-not-kept.ts';
import { loadBalancerWithoutHttps } from './kubernetes/load-balancer-without-https.ts';
import { managedCertificateProvisioning } from './kubernetes/managed-certificate-provisioning.ts';
import { monitorLabelRemoved } from './kubernetes/monitor-label-removed.ts';
import { monitorWrongPath } from './kubernetes/monitor-wrong-path.ts';
import { monitorWrongPort } from './kubernetes/monitor-wrong-port.ts';
import { movedTag } from './kubernetes/moved-tag.ts';
import { natsGone } from './kubernetes/nats-gone.ts';
import { nodesCordoned } from './kubernetes/nodes-cordoned.ts';
import { oneGateway } from './kubernetes/one-gateway.ts';
import { otherChart } from './kubernetes/other-chart.ts';
import { panelOfUnknownMetric } from './kubernetes/panel-of-unknown-metric.ts';
import { podsRestarted } from './kubernetes/pods-restarted.ts';
import { prometheusSilent } from './kubernetes/prometheus-silent.ts';
import { saturatedGenerator } from './kubernetes/saturated-generator.ts';
import { scaledToZeroByHand } from './kubernetes/scaled-to-zero-by-hand.ts';
import { scalerOrphaned } from './kubernetes/scaler-orphaned.ts';
import { scalingChanged } from './kubernetes/scaling-changed.ts';
import { scalingInFallback } from './kubernetes/scaling-in-fallback.ts';
import { scalingPaused } from './kubernetes/scaling-paused.ts';
import { shortGrace } from './kubernetes/short-grace.ts';
import { slowNetwork } from './kubernetes/slow-network.ts';
import { storageClassGone } from './kubernetes/storage-class-gone.ts';
import { throttledNode } from './kubernetes/throttled-node.ts';
import { tlsSecretExpired } from './kubernetes/tls-secret-expired.ts';
import { tlsSecretWrongHost } from './kubernetes/tls-secret-wrong-host.ts';
import { withoutRights } from './kubernetes/without-rights.ts';
import { workloadDeleted } from './kubernetes/workload-deleted.ts';
import { authWithoutTokens as sieAuthWithoutTokens } from './sie/auth-without-tokens.ts';
import { bundleNotAcked as sieBundleNotAcked } from './sie/bundle-not-acked.ts';
import { configDown as sieConfigDown } from './sie/config-down.ts';
import { drainDrops as sieDrainDrops } from './sie/drain-drops.ts';
import { epochDrift as sieEpochDrift } from './sie/epoch-drift.ts';
import { errors as sieErrors } from './sie/errors.ts';
import { extractEmpty as sieExtractEmpty } from './sie/extract-empty.ts';
import { gatewayNotReady as sieGatewayNotReady } from './sie/gateway-not-ready.ts';
import { modelLost as sieModelLost } from './sie/model-lost.ts';
import { modelsEmpty as sieModelsEmpty } from './sie/models-empty.ts';
import { msgpackDiffers as sieMsgpackDiffers } from './sie/msgpack-differs.ts';
import { nanEmbedding as sieNanEmbedding } from './sie/nan-embedding.ts';
import { notNormalised as sieNotNormalised } from './sie/not-normalised.ts';
import { otherModel as sieOtherModel } from './sie/other-model.ts';
import { poolLeaseLost as siePoolLeaseLost } from './sie/pool-lease-lost.ts';
import { poolLost as siePoolLost } from './sie/pool-lost.ts';
import { poolNeverWakes as siePoolNeverWakes } from './sie/pool-never-wakes.ts';
import { scaledObjectsOfAnotherRelease as sieScaledObjectsOfAnotherRelease } from './sie/scaled-objects-of-another-release.ts';
import { scoreInverted as sieScoreInverted } from './sie/score-inverted.ts';
import { serverVersion as sieServerVersion } from './sie/server-version.ts';
import { singleGateway as sieSingleGateway } from './sie/single-gateway.ts';
import { slow as sieSlow } from './sie/slow.ts';
import { stuckProvisioning as sieStuckProvisioning } from './sie/stuck-provisioning.ts';
import { unrenderableValues } from './sie/unrenderable-values.ts';
import { wrongDims as sieWrongDims } from './sie/wrong-dims.ts';
import { wrongGpu as sieWrongGpu } from './sie/wrong-gpu.ts';
import { zeroWorkers as sieZeroWorkers } from './sie/zero-workers.ts';
import { allPoolsAtOnce } from './wordcab/all-pools-at-once.ts';
import { brokenVectors } from './wordcab/broken-vectors.ts';
import { dataLost } from './wordcab/data-lost.ts';
import { wordcabErrors } from './wordcab/errors.ts';
import { misheard } from './wordcab/misheard.ts';
import { modelNotCallable } from './wordcab/model-not-callable.ts';
import { modelsLost } from './wordcab/models-lost.ts';
import { noDone } from './wordcab/no-done.ts';
import { notReady } from './wordcab/not-ready.ts';
import { otherEnvelope } from './wordcab/other-envelope.ts';
import { otherVectors } from './wordcab/other-vectors.ts';
import { poolCrashLoop } from './wordcab/pool-crash-loop.ts';
import { poolLeftBehind } from './wordcab/pool-left-behind.ts';
import { poolNeverReady } from './wordcab/pool-never-ready.ts';
import { restartOnConfig } from './wordcab/restart-on-config.ts';
import { wordcabShortAudio } from './wordcab/short-audio.ts';
import { wordcabSilence } from './wordcab/silence.ts';
import { tooFarAhead } from './wordcab/too-far-ahead.ts';
import { transcriptsFail } from './wordcab/transcripts-fail.ts';
import { wrongAnswer } from './wordcab/wrong-answer.ts';

/** Every fault that can be ordered, one file each. */
export const faultRecipes: readonly FaultRecipe[] = [
  slower,
  heavyTail,
  errors,
  truncated,
  shortAudio,
  underruns,
  silence,
  neverReady,
  apiNeverReady,
  crashLoop,
  voicesLost,
  slowVoices,
  wrongTag,
  dictionariesLost,
  licenseProxyDown,
  mishears,
  natsDeaf,
  noCapacity,
  noVoices,
  wrongWords,
  crashingPod,
  drainBlocked,
  heldBack,
  helmFailed,
  leftOverPod,
  movedTag,
  natsGone,
  oneGateway,
  otherChart,
  podsRestarted,
  saturatedGenerator,
  scaledToZeroByHand,
  scalerOrphaned,
  scalingChanged,
  scalingInFallback,
  scalingPaused,
  shortGrace,
  workloadDeleted,
  nodesCordoned,
  helmPending,
  historyPruned,
  imageMissing,
  slowNetwork,
  storageClassGone,
  errorsInLogs,
  allPoolsAtOnce,
  brokenVectors,
  dataLost,
  wordcabErrors,
  misheard,
  modelNotCallable,
  modelsLost,
  noDone,
  notReady,
  otherEnvelope,
  otherVectors,
  poolCrashLoop,
  poolLeftBehind,
  poolNeverReady,
  restartOnConfig,
  wordcabShortAudio,
  wordcabSilence,
  transcriptsFail,
  wrongAnswer,
  ingressWithoutAddress,
  ingressPortError,
  ingressElsewhere,
  managedCertificateProvisioning,
  certificateNotReady,
  loadBalancerWithoutHttps,
  throttledNode,
  tlsSecretExpired,
  tlsSecretWrongHost,
  monitorLabelRemoved,
  monitorWrongPort,
  monitorWrongPath,
  panelOfUnknownMetric,
  egressOpened,
  sieAuthWithoutTokens,
  sieBundleNotAcked,
  sieConfigDown,
  sieDrainDrops,
  sieEpochDrift,
  sieErrors,
  sieExtractEmpty,
  sieGatewayNotReady,
  sieModelLost,
  sieModelsEmpty,
  sieMsgpackDiffers,
  sieNanEmbedding,
  sieNotNormalised,
  sieOtherModel,
  siePoolLeaseLost,
  siePoolLost,
  siePoolNeverWakes,
  sieScaledObjectsOfAnotherRelease,
  sieScoreInverted,
  sieServerVersion,
  sieSingleGateway,
  sieSlow,
  sieStuckProvisioning,
  sieWrongDims,
  sieWrongGpu,
  sieZeroWorkers,
  prometheusSilent,
  grafanaSilent,
  withoutRights,
  fieldNotInTarget,
  tooFarAhead,
  unrenderableValues,
  capacityLost,
  licenseNotKept,
];
