import { expect, test } from 'vitest';
import { complaints } from './go-process.ts';

test('tells what the compiler said, not what was done around it', () => {
  const lines = [
    '[INFO] Building k6',
    'go: downloading k8s.io/api v0.34.4',
    'internal/wire/http.go:63:2: declared and not used: stop',
    '[INFO] Cleaning up temporary folder: /tmp/buildenv',
    '[FATAL] exit status 1',
  ];
  expect(complaints(lines)).toEqual(['internal/wire/http.go:63:2: declared and not used: stop']);
  expect(complaints(['go: updates to go.mod needed'])).toEqual(['go: updates to go.mod needed']);
  expect(complaints(['one', 'no space left on device'])).toEqual(['no space left on device']);
});
