import type { Clock } from '../../suites/engine/ports.ts';
import type { Metadata } from '../resources/meta.ts';

export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  readonly metadata: Metadata;
}

/** One kind in one namespace, its metadata alone. */
export interface MetadataSource {
  list(signal: AbortSignal): Promise<{ items: Metadata[]; resourceVersion: string }>;
  /** Ends when the server ends it. Throws `WatchExpired` where the version is too old. */
  watch(resourceVersion: string, signal: AbortSignal): AsyncIterable<WatchEvent>;
}

/** The API server has forgotten the version that a watch should start from (410): list again. */
export class WatchExpired extends Error {
  override readonly name = 'WatchExpired';
}

/** What has changed; `present` once after each list, with all that is there. */
export type Change =
  | { readonly type: 'present'; readonly items: readonly Metadata[] }
  | { readonly type: 'changed' | 'deleted'; readonly metadata: Metadata };

const firstPauseMs = 500;
const longestPauseMs = 30_000;

/**
 * Follows a kind until the signal aborts: list, then watch, list again when the version has expired, with pauses
 * that grow to 30 s while there is trouble. Never rejects.
 */
export async function follow(
  source: MetadataSource,
  onChange: (change: Change) => void,
  { clock, signal, onTrouble }: { clock: Clock; signal: AbortSignal; onTrouble: (error: unknown) => void },
): Promise<void> {
  let version: string | null = null;
  let pause = firstPauseMs;
  while (!signal.aborted) {
    try {
      if (version === null) {
        const listed = await source.list(signal);
        onChange({ type: 'present', items: listed.items });
        version = listed.resourceVersion;
      }
      for await (const { type, metadata } of source.watch(version, signal)) {
        pause = firstPauseMs;
        version = metadata.resourceVersion ?? version;
        if (type === 'BOOKMARK') continue;
        onChange({ type: type === 'DELETED' ? 'deleted' : 'changed', metadata });
      }
      // Even a watch that the server ends at once must not make a busy loop.
      await clock.sleep(firstPauseMs, signal).catch(() => {});
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof WatchExpired) version = null;
      else onTrouble(error);
      await clock.sleep(pause * (0.5 + Math.random() / 2), signal).catch(() => {});
      pause = Math.min(pause * 2, longestPauseMs);
    }
  }
}
