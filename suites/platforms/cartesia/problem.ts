/**
 * What an error says, in both of the vendor's forms: JSON `{error_code, title, message}` from Cartesia-Version
 * 2026-03-01 on, plain text `Title: Message` before. The WebSocket and SSE error events differ in the same way.
 */
export function problemText(body: string): string {
  try {
    const { title, message, error, error_code: code } = JSON.parse(body) as Record<string, unknown>;
    const words = [title, message ?? error].filter((part) => typeof part === 'string' && part !== '');
    if (words.length > 0) return `${words.join(': ')}${typeof code === 'string' ? ` (${code})` : ''}`;
  } catch {
    // Plain text, as it was before.
  }
  return body.trim().slice(0, 300) || 'without a text';
}
