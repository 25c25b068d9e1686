import { expect, it } from 'vitest';
import { protocols } from './index.ts';
import { type Protocol, readProtocol } from './schema.ts';

const chat = protocols.get('openai-chat')!;
const wrong = (change: object, from: Protocol = chat) => {
  const read = readProtocol({ ...from, ...change });
  return 'problem' in read ? read.problem : 'nothing';
};

it('takes every protocol as it is written', () => {
  for (const protocol of protocols.values()) expect(readProtocol(protocol)).toEqual({ protocol });
});

it.each([
  ['messages', { messages: undefined }, 'protocol openai-chat: messages: sse is read in messages: say how'],
  [
    'a body',
    { body: undefined },
    'protocol openai-chat: body: a request has a body, a form, or a clip for a socket',
  ],
  ['its params', { params: {} }, 'protocol openai-chat: params: {{params.model}} is not among the params'],
  [
    'a known output',
    { output: { kind: 'smell' } },
    'protocol openai-chat: output.kind: Invalid option: expected one of "audio"|"text"|"items"',
  ],
  ['known words', { boddy: {} }, 'protocol openai-chat: Unrecognized key: "boddy"'],
  [
    'an id',
    { id: undefined },
    'protocol without an id: id: Invalid input: expected string, received undefined',
  ],
] as const)('asks for %s in one sentence', (_, change, words) => {
  expect(wrong(change)).toBe(words);
});

it('knows what belongs together', () => {
  const socket = protocols.get('cartesia-stt-ws')!;
  expect(wrong({ clip: { sampleRate: 16000 } }, socket)).toContain('over a socket a clip goes in frames');
  expect(wrong({ output: { kind: 'items' } })).toContain('items need the path of their list');
  expect(wrong({ output: { kind: 'audio' } })).toContain('audio has a sampleRate');
  expect(wrong({ body: {} }, protocols.get('cartesia-stt')!)).toContain('a form has no body beside it');
});
