import type { PerformanceTable } from './performance-table.ts';

/**
 * Sonic 3.5 on one H100. Source: docs.cartesia.ai, self-hosted/hardware-selection, updated April 2026,
 * for releases from sonic-20260503 on. The vendor prints RTF to the next 0.05.
 */
export const h100: PerformanceTable = {
  gpu: 'NVIDIA-H100',
  recommendedConcurrency: 16,
  levels: [
    { concurrency: 1, ttfaP50Ms: 50, ttfaP95Ms: 55, charsPerSecond: 105 },
    { concurrency: 2, ttfaP50Ms: 50, ttfaP95Ms: 55, charsPerSecond: 200 },
    { concurrency: 4, ttfaP50Ms: 80, ttfaP95Ms: 115, charsPerSecond: 325 },
    { concurrency: 8, ttfaP50Ms: 120, ttfaP95Ms: 165, charsPerSecond: 550 },
    { concurrency: 12, ttfaP50Ms: 125, ttfaP95Ms: 225, charsPerSecond: 760 },
    { concurrency: 16, ttfaP50Ms: 195, ttfaP95Ms: 300, charsPerSecond: 795 },
  ],
};
