import { apiNeverReady } from './cartesia/api-never-ready.ts';
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

import { crashingPod } from './kubernetes/crashing-pod.ts';
import { drainBlocked } from './kubernetes/drain-blocked.ts';
import { heldBack } from './kubernetes/held-back.ts';
import { helmFailed } from './kubernetes/helm-failed.ts';
import { leftOverPod } from './kubernetes/left-over-pod.ts';
import { movedTag } from './kubernetes/moved-tag.ts';
import { natsGone } from './kubernetes/nats-gone.ts';
import { oneGateway } from './kubernetes/one-gateway.ts';
import { otherChart } from './kubernetes/other-chart.ts';
import { podsRestarted } from './kubernetes/pods-restarted.ts';
import { scaledToZeroByHand } from './kubernetes/scaled-to-zero-by-hand.ts';
import { scalerOrphaned } from './kubernetes/scaler-orphaned.ts';
import { scalingChanged } from './kubernetes/scaling-changed.ts';
import { scalingInFallback } from './kubernetes/scaling-in-fallback.ts';
import { scalingPaused } from './kubernetes/scaling-paused.ts';
import { shortGrace } from './kubernetes/short-grace.ts';
import { workloadDeleted } from './kubernetes/workload-deleted.ts';
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
  scaledToZeroByHand,
  scalerOrphaned,
  scalingChanged,
  scalingInFallback,
  scalingPaused,
  shortGrace,
  workloadDeleted,
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
];
