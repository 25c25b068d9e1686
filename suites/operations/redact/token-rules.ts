/** A shape by which a secret is known without its name. `secret` is the named group that is hidden; without it, the whole match. */
export interface TokenRule {
  readonly name: string;
  /** One of these must be in a text for the pattern to be tried: scanning for a word costs next to nothing. */
  readonly hints: readonly string[];
  readonly pattern: RegExp;
  /** It must stand at the beginning of a word; asked after a match, because a look behind every letter of a log is slow. */
  readonly beginsWord: boolean;
}

const rule = (name: string, hints: string | readonly string[], pattern: RegExp): TokenRule => ({
  name,
  hints: typeof hints === 'string' ? [hints] : hints,
  pattern: new RegExp(pattern.source.replace(/^START/, ''), `${pattern.flags}gd`),
  beginsWord: pattern.source.startsWith('START'),
});

/** Prefixed tokens of vendors. Lengths are lower bounds: a vendor may make them longer. */
const prefixed: readonly TokenRule[] = [
  rule('github-token', ['gh', 'github_pat_'], /START(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{40,})/),
  rule('gitlab-token', 'gl', /STARTgl(?:pat|dt|rt|cbt|ptt|ft|soat)-[\w-]{18,}/),
  rule('slack-token', 'xox', /STARTxox[a-z]-[A-Za-z0-9-]{10,}/),
  rule('slack-token', 'xapp-', /STARTxapp-\d-[A-Za-z0-9-]{10,}/),
  rule('webhook-url', 'hooks.slack.com', /hooks\.slack\.com\/(?:services|workflows)\/(?<secret>[\w/-]{20,})/),
  rule('webhook-url', 'webhook', /discord(?:app)?\.com\/api\/webhooks\/(?<secret>[\w/-]{20,})/),
  rule('huggingface-token', 'hf_', /STARThf_[A-Za-z0-9]{20,}/),
  rule('nvidia-key', 'nvapi-', /STARTnvapi-[\w-]{20,}/),
  rule(
    'api-key',
    ['sk-', 'sk_', 'pk_', 'rk_'],
    /START(?:sk-[A-Za-z0-9][\w-]{15,}|[srp]k_(?:live|test|car|proj)?_?[A-Za-z0-9]{16,})/,
  ),
  rule(
    'api-key',
    ['gsk_', 'wc_', 'xai-', 'key-'],
    /START(?:gsk_\w{20,}|wc_(?:live|test)_\w{8,}|xai-\w{20,})/,
  ),
  rule('aws-key', ['AKIA', 'ASIA', 'ABIA'], /STARTA(?:KIA|SIA|BIA)[A-Z0-9]{16}(?![A-Za-z0-9])/),
  rule('google-key', 'AIza', /STARTAIza[\w-]{35}/),
  rule('google-token', 'ya29.', /STARTya29\.[\w-]{20,}/),
  rule('google-key', 'GOCSPX-', /STARTGOCSPX-[\w-]{20,}/),
  rule(
    'package-token',
    ['npm_', 'pypi-', 'dckr_pat_'],
    /START(?:npm_[A-Za-z0-9]{30,}|pypi-[\w-]{40,}|dckr_pat_[\w-]{20,})/,
  ),
  rule('vault-token', ['hvs.', 'hvb.', 'hvr.'], /STARThv[sbr]\.[\w-]{20,}/),
  rule('sendgrid-key', 'SG.', /STARTSG\.[\w-]{16,}\.[\w-]{16,}/),
  rule('age-key', 'AGE-SECRET-KEY-', /AGE-SECRET-KEY-1[A-Z0-9]{40,}/),
  rule('grafana-token', 'gl', /STARTgl(?:sa|c)_[\w+/=-]{20,}/),
];

/** Shapes that stand in some frame: a header, an address, a block. */
const framed: readonly TokenRule[] = [
  rule('jwt', 'eyJ', /STARTeyJ[\w-]{8,}(?:\.[\w-]{8,}){1,4}/),
  rule(
    'bearer-token',
    ['earer', 'EARER'],
    /START(?:[Bb]earer|BEARER)(?:\s|%20|\+|\\?["':=]){1,4}(?=[\w-][a-z]*[A-Z0-9=+/._~%-])(?<secret>[\w\-.~+/%]{12,}={0,2})/,
  ),
  rule(
    'basic-auth',
    ['asic ', 'ASIC ', 'asic%20'],
    /START(?:[Bb]asic|BASIC)(?:\s|%20|\+){1,2}(?=\w[a-z]*[A-Z0-9=+/])(?<secret>[A-Za-z0-9+/_-]{8,}={0,2})(?![\w-])/,
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
    'xml-secret',
    '</',
    /<(?<name>[\w.:-]*(?:password|passwd|secret|token|api-?key|credential)s?)>(?<secret>[^<>]{1,4000})<\/\k<name>>/i,
  ),
  rule(
    'login',
    [' -u', '--user'],
    /(?<=\s)(?:-u|--user)[ =]["']?(?!\d+:\d)[^\s:"'=]{1,100}:(?<secret>[^\s"']{1,300})/,
  ),
  rule(
    'signed-url',
    ['sig=', 'Signature='],
    /[?&;](?:sig|(?:X-(?:Amz|Goog)-)?Signature)=(?<secret>[\w%+/=-]{16,})/i,
  ),
];

export const tokenRules: readonly TokenRule[] = [...prefixed, ...framed];
