/** A shape by which a secret is known without its name. `secret` is the named group that is hidden; without it, the whole match. */
export interface TokenRule {
  readonly name: string;
  /** One of these must be in a text for the pattern to be tried: scanning for a word costs next to nothing. */
  readonly hints: readonly string[];
  readonly pattern: RegExp;
}

const rule = (name: string, hints: string | readonly string[], pattern: RegExp): TokenRule => ({
  name,
  hints: typeof hints === 'string' ? [hints] : hints,
  pattern: new RegExp(pattern.source, `${pattern.flags}gd`),
});

/** Prefixed tokens of vendors. Lengths are lower bounds: a vendor may make them longer. */
const prefixed: readonly TokenRule[] = [
  rule(
    'github-token',
    ['gh', 'github_pat_'],
    /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{40,})/,
  ),
  rule('gitlab-token', 'gl', /(?<![A-Za-z0-9])gl(?:pat|dt|rt|cbt|ptt|ft|soat)-[\w-]{18,}/),
  rule('slack-token', 'xox', /(?<![A-Za-z0-9])xox[a-z]-[A-Za-z0-9-]{10,}/),
  rule('slack-token', 'xapp-', /(?<![A-Za-z0-9])xapp-\d-[A-Za-z0-9-]{10,}/),
  rule('webhook-url', 'hooks.slack.com', /hooks\.slack\.com\/(?:services|workflows)\/(?<secret>[\w/-]{20,})/),
  rule('webhook-url', 'webhook', /discord(?:app)?\.com\/api\/webhooks\/(?<secret>[\w/-]{20,})/),
  rule('huggingface-token', 'hf_', /(?<![A-Za-z0-9])hf_[A-Za-z0-9]{20,}/),
  rule('nvidia-key', 'nvapi-', /(?<![A-Za-z0-9])nvapi-[\w-]{20,}/),
  rule(
    'api-key',
    ['sk-', 'sk_', 'pk_', 'rk_'],
    /(?<![A-Za-z0-9])(?:sk-[A-Za-z0-9][\w-]{15,}|[srp]k_(?:live|test|car|proj)?_?[A-Za-z0-9]{16,})/,
  ),
  rule(
    'api-key',
    ['gsk_', 'wc_', 'xai-', 'key-'],
    /(?<![A-Za-z0-9])(?:gsk_\w{20,}|wc_(?:live|test)_\w{8,}|xai-\w{20,})/,
  ),
  rule('aws-key', ['AKIA', 'ASIA', 'ABIA'], /(?<![A-Za-z0-9])A(?:KIA|SIA|BIA)[A-Z0-9]{16}(?![A-Za-z0-9])/),
  rule('google-key', 'AIza', /(?<![A-Za-z0-9])AIza[\w-]{35}/),
  rule('google-token', 'ya29.', /(?<![A-Za-z0-9])ya29\.[\w-]{20,}/),
  rule('google-key', 'GOCSPX-', /(?<![A-Za-z0-9])GOCSPX-[\w-]{20,}/),
  rule(
    'package-token',
    ['npm_', 'pypi-', 'dckr_pat_'],
    /(?<![A-Za-z0-9])(?:npm_[A-Za-z0-9]{30,}|pypi-[\w-]{40,}|dckr_pat_[\w-]{20,})/,
  ),
  rule('vault-token', ['hvs.', 'hvb.', 'hvr.'], /(?<![A-Za-z0-9])hv[sbr]\.[\w-]{20,}/),
  rule('sendgrid-key', 'SG.', /(?<![A-Za-z0-9])SG\.[\w-]{16,}\.[\w-]{16,}/),
  rule('age-key', 'AGE-SECRET-KEY-', /AGE-SECRET-KEY-1[A-Z0-9]{40,}/),
  rule('grafana-token', 'gl', /(?<![A-Za-z0-9])gl(?:sa|c)_[\w+/=-]{20,}/),
];

/** Shapes that stand in some frame: a header, an address, a block. */
const framed: readonly TokenRule[] = [
  rule('jwt', 'eyJ', /(?<![A-Za-z0-9])eyJ[\w-]{8,}(?:\.[\w-]{8,}){1,4}/),
  rule(
    'bearer-token',
    ['earer', 'EARER'],
    /\b(?:[Bb]earer|BEARER)(?:\s|%20|\+|\\?["':=]){1,4}(?=[\w-][a-z]*[A-Z0-9=+/._~%-])(?<secret>[\w\-.~+/%]{12,}={0,2})/,
  ),
  rule(
    'basic-auth',
    ['asic ', 'ASIC ', 'asic%20'],
    /\b(?:[Bb]asic|BASIC)(?:\s|%20|\+){1,2}(?=\w[a-z]*[A-Z0-9=+/])(?<secret>[A-Za-z0-9+/_-]{8,}={0,2})(?![\w-])/,
  ),
  rule(
    'private-key',
    'PRIVATE KEY',
    /-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----(?:(?!-----)[\s\S]){0,12000}(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----)?/,
  ),
  // The end of a block whose beginning the log no longer has.
  rule(
    'private-key',
    'PRIVATE KEY',
    /(?:[A-Za-z0-9+/=]{30,}(?:\\n|\s){1,4}){1,200}(?:[A-Za-z0-9+/=]{0,76}(?:\\n|\s){1,4})?-----END [A-Z0-9 ]*PRIVATE KEY-----/,
  ),
  rule(
    'url-password',
    '://',
    /\b[a-z][a-z0-9+.-]{1,30}:\/\/[^\s:/@"'<>?#\\]{0,200}:(?!\d{1,5}[/?#])(?<secret>[^\s"'<>\\]{1,500})@(?=[\w[])/i,
  ),
  rule('url-password', '3A', /%3A%2F%2F[^\s%"'<>&]{0,200}%3A(?<secret>[^\s"'<>&\\]{1,500}?)%40/i),
  rule('url-password', '://', /\bhttps?:\/\/(?<secret>[A-Za-z0-9_-]{16,})(?::)?@/i),
  rule('url-password', '@', /\b[\w.-]{1,60}:(?<secret>[^\s:@/"'<>\\]{1,200})@(?:tcp|unix)\(/),
  rule(
    'azure-key',
    ['Key=', 'key='],
    /(?:Account|SharedAccess|Access)Key=(?<secret>[A-Za-z0-9+/%]{20,}={0,2})/i,
  ),
  rule(
    'signed-url',
    ['sig=', 'Signature='],
    /[?&;](?:sig|(?:X-(?:Amz|Goog)-)?Signature)=(?<secret>[\w%+/=-]{16,})/i,
  ),
];

export const tokenRules: readonly TokenRule[] = [...prefixed, ...framed];
