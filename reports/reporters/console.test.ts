import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createScreen } from '../console/screen.ts';
import { paper } from '../testing/paper.ts';
import { stored, storedNames } from '../testing/stored.ts';
import { consoleReporter } from './console.ts';
import { replay } from './replay.ts';

async function shown(name: string, of: Parameters<typeof paper>[0] = {}, env: NodeJS.ProcessEnv = {}) {
  const out = paper(of);
  {
    using screen = createScreen(out, env);
    const reporter = consoleReporter(screen);
    await replay(stored(name), reporter);
    reporter.stored?.('html', 'reports/out/cartesia-rev7.html');
  }
  return out.text();
}

describe('without a terminal', () => {
  test('a rollback is told in plain lines, each once and in order', async () => {
    expect(await shown('rolled-back', { columns: 160 })).toMatchInlineSnapshot(`
      "
      Sea trial  cartesia/cartesia   sonic-20260503 → sonic-20260610   helm revision 7   4 × H100
        ✔ settled    7 pods of 3 workloads on sonic-20260610 after 41 s, no request lost
        ✔ verify     6 of 6
        ✔ smoke      3 of 3
        • bench      run 1: TTFA p95 at 8 streams per GPU 208 ms, TTFA p95 at 4 streams per GPU 150 ms
        ✖ bench      TTFA p95 at 8 streams per GPU: 211 ms, 31 % (29 to 33 %) worse than the last 8 accepted runs; limit 10 %
                     expected on H100: up to 175 ms (vendor's table for H100, April 2026): outside
                     TTFA p95 at 4 streams per GPU: 151 ms, 31 % (29 to 33 %) worse than the last 8 accepted runs; limit 10 %
                     TTFA p95 at 1 stream per GPU: 106 ms, 31 % (29 to 33 %) worse than the last 8 accepted runs; limit 10 %
                     2 runs at 3 levels, 4,680 requests, none failed; baseline: this cluster, accepted runs of sonic-20260503
          Verdict    FAIL       blame: release   (generator 71 % idle, no suspect around it, same pods throughout, seen in 2 runs)
          Decision   ROLLBACK   to revision 6, sonic-20260503, verified today 14:02 UTC
        ✔ signal     delivered to 2 receivers
                     event: Warning SeaTrialDecided on Trial cartesia/cartesia
                     annotation: Deployment/cartesia-api
        ✔ rollback   revision 8 = 6, 7 pods back on sonic-20260503, verify 6 of 6
          Report     reports/out/cartesia-rev7.html
      "
    `);
  });

  test('what could not be told is said, and that nothing was changed', async () => {
    const text = await shown('inconclusive', { columns: 160 });
    expect(text).toContain('? verify     5 of 6, 1 inconclusive');
    expect(text).toContain('the API server did not answer in 10 s (429)');
    expect(text).toContain('HOLD       nothing is changed; a person decides');
  });

  test('what else explains a slow benchmark is named with where to look, and the release is not blamed', async () => {
    const text = await shown('suspect', { columns: 160 });
    expect(text).toMatch(/\? bench +TTFA p95 at 8 streams per GPU: 211 ms, 31 % .* worse/);
    expect(text).toContain('suspect: Node/gpu-3: 47.6 of its 48 CPUs were busy');
    expect(text).toContain('blame: environment, not the release   (Node/gpu-3, Pod/batch/train-0)');
    expect(text).toContain('HOLD       nothing is changed; look at Node/gpu-3, Pod/batch/train-0 first');
    expect(text).not.toContain('✖');
  });

  test.for(storedNames)('%s steers no terminal and stays within the width', async (name) => {
    for (const columns of [60, 100]) {
      const text = await shown(name, { columns });
      expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Bidi_Control}/u);
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
    }
  });
});

describe('on a terminal', () => {
  const tty = { isTTY: true, columns: 100, rows: 40 };
  const kept = (text: string): string[] =>
    stripVTControlCharacters(text)
      .split('\n')
      .filter((line) => line.startsWith('  ✔ ') || line.startsWith('  ✖ '));

  test('the lines that stay are those of the plain output', async () => {
    const live = new Set(kept(await shown('rolled-back', tty)));
    expect(live).toEqual(new Set(kept(await shown('rolled-back', { columns: 100 }))));
  });

  test('colours obey NO_COLOR, and the cursor comes back', async () => {
    const escapeCode = '\u001b';
    const colour = new RegExp(`${escapeCode}\\[3[1-6]m`);
    expect(await shown('rolled-back', tty)).toMatch(colour);
    const text = await shown('rolled-back', tty, { NO_COLOR: '1' });
    expect(text).not.toMatch(colour);
    expect(text).not.toContain(`${escapeCode}[1m`);
    expect(text.lastIndexOf(`${escapeCode}[?25h`)).toBeGreaterThanOrEqual(
      text.lastIndexOf(`${escapeCode}[?25l`),
    );
  });

  test('a run that begins in the middle shows what is done and what goes on', () => {
    const out = paper(tty);
    using screen = createScreen(out, {});
    const { plan, journal } = stored('rolled-back');
    const reporter = consoleReporter(screen, () => new Date(Date.parse(journal[4]!.at) + 7000));
    reporter.journaled?.(plan, journal.slice(0, 5));
    reporter.activity?.('asking the API server');
    screen.print([]);
    const text = stripVTControlCharacters(out.text());
    expect(text).toContain('✔ settled');
    expect(text).toMatch(/[⠋-⠿] verify {5}4 of 6 {3}7 s/);
    expect(text).toContain('asking the API server');
  });
});
