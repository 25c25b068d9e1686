/** Words of a name: `clientSecret`, `CLIENT_SECRET`, `client-secret` are `client`, `secret`. */
const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);

/** A name that ends so tells of a secret, and holds none: `secretName`, `tokenCount`, `passwordFile`. */
const aboutIt = new Set(
  'name names ref refs file files path dir mount count total type length size limit ttl seconds expiry expires expiration id version namespace policy enabled required rotation hash algorithm field header env class provider mode'.split(
    ' ',
  ),
);
/** `existingSecret`, `imagePullSecrets`: names of Secrets. */
const references = new Set('existing pull image tls certificate volume mount api'.split(' '));

const passwords =
  /password|passwd|passphrase|passwort|^(db|user|root|admin|redis|pg)?pwd$|^(db|redis|pg)?pass$/;
const keys =
  /(api|access|private|secret|signing|encryption|license|licence|account|storage|master|auth|session|hmac|deploy|ssh|shared|webhook|service|subscription|security|cookie|jwt)key$|accesskeysecret$/;
const others =
  /credentials?$|^authorization$|proxyauthorization$|cookie$|^dsn$|dsn$|connectionstring$|connstr$|^jwt$|jwt$|^bearer$|^auth$|secretvalue$|secretaccess|sastoken$|^sas$|^otp$|clientkeydata$/;

/** How a name promises a secret as its value: a password may be any word, a token looks like one. */
export type SecretPromise = 'password' | 'token';

/** What a name promises of its value; null for names that promise nothing. Only `PWD`, the working folder, is known by itself. */
export function secretName(name: string): SecretPromise | null {
  if (name.length > 120 || /^(OLD)?PWD$/.test(name)) return null;
  const words = wordsOf(name);
  const last = words.at(-1);
  if (last === undefined || aboutIt.has(last)) return null;
  const joined = words.join('');
  if (passwords.test(joined)) return 'password';
  if (keys.test(joined) || others.test(joined)) return 'token';
  if (/secrets?$/.test(joined) && last !== 'secrets')
    return words.some((word) => references.has(word)) ? null : 'token';
  if (/token$/.test(joined)) return words.includes('max') || words.includes('automount') ? null : 'token';
  return /(auth|access|api|bearer)tokens$/.test(joined) ? 'token' : null;
}

const nothing =
  /^(true|false|null|nil|none|undefined|yes|no|on|off|~|\*+|x{3,}|<[^>]*>?|\$[({].*|\{\{.*|%[A-Z_]+%|\[?redacted.*|\d{1,5}|\d+(\.\d+)?(ms|s|m|h|d|ki|mi|gi)?)$/i;

/** Whether a value under such a name can be a secret at all: not empty, no placeholder, no small number. */
export const canBeSecret = (promise: SecretPromise, value: string): boolean =>
  value.length > 0 && (promise === 'password' ? !placeholder.test(value) : !nothing.test(value));

const placeholder =
  /^(true|false|null|nil|none|undefined|~|\*+|x{3,}|<[^>]*>?|\$[({].*|\{\{.*|%[A-Z_]+%|\[?redacted.*)$/i;
