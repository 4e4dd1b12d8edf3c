import { existsSync } from 'node:fs';
import { z } from 'zod';

/** How requests are limited: `count` counts and never refuses; `off` is only for load tests. */
const rateLimitModes = ['on', 'count', 'off'] as const;
const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const portRange = 'must be a whole number from 0 to 65535';
const port = z.coerce
  .number(portRange)
  .refine((value) => Number.isInteger(value) && value >= 0 && value <= 65_535, portRange);
const onOff = oneOf(['0', '1']).transform((value) => value === '1');

/** One line per variable; the README's table and `.env.example` follow it. */
const environment = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/, 'must be sqlite:PATH or postgres://…')
    .default('sqlite:data/tidings.db'),
  PORT: port.default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DEMO_PORT: port.default(0),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
  TRUSTED_PROXIES: z.string().default('').transform(readList),
  LOG_LEVEL: oneOf(logLevels).default('info'),
  ALLOW_HTTP: onOff.default(false),
  RATE_LIMITS: oneOf(rateLimitModes).default('on'),
  SECRET: z.string().refine(isStrong, 'must be at least 32 random characters').optional(),
  SECRET_PREVIOUS: z
    .string()
    .refine(isStrong, 'must be the former SECRET, at least 32 characters')
    .optional(),
  METRICS_TOKEN: z.string().min(16, 'must be at least 16 characters').optional(),
});

export type RateLimitMode = (typeof rateLimitModes)[number];

/** The operator's configuration. `secret` is undefined if the instance keeps its own secret. */
export interface Config {
  readonly databaseUrl: string;
  readonly port: number;
  readonly host: string;
  /** The port of the demo's host app, on the same host; 0 is any free port. */
  readonly demoPort: number;
  /** Without a trailing slash. */
  readonly publicUrl: string;
  /** Whether `PUBLIC_URL` or `PORT` sets `publicUrl`; otherwise `publicUrl` is only a guess. */
  readonly isAddressConfigured: boolean;
  /** Whether people may sign in over plain http, which others on the network could read. */
  readonly allowHttp: boolean;
  /** Addresses and CIDR ranges whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  readonly logLevel: (typeof logLevels)[number];
  readonly rateLimits: RateLimitMode;
  readonly secret: string | undefined;
  /** The former `secret`, as long as it may still protect something. */
  readonly secretPrevious: string | undefined;
  readonly metricsToken: string | undefined;
  /** How many answers may share a commit. No variable sets this; the bench compares with 1. */
  readonly answersPerCommit?: number;
}

/**
 * Loads the file `.env` of the current folder, if there is one. Variables that are already set keep
 * their values.
 */
export function loadEnvironmentFile(): void {
  if (existsSync('.env')) process.loadEnvFile();
}

/**
 * Reads the environment. Throws an Error that lists all wrong variables at once. Unknown variables
 * are ignored: other programs use the environment too.
 */
export function readConfig(variables: Record<string, string | undefined> = process.env): Config {
  const values = withoutEmpty(variables);
  const { data, error } = environment.safeParse(values);
  const problems = (error?.issues ?? []).map(describeIssue);
  // Checked even if other variables are wrong, so that one Error lists all problems.
  const address = environment.shape.PUBLIC_URL.safeParse(values.PUBLIC_URL).data;
  if (address && values.ALLOW_HTTP !== '1' && !isSafe(address)) {
    problems.push('PUBLIC_URL must be https, unless you accept the risk with ALLOW_HTTP=1');
  }
  if (!data || problems.length > 0) throw new Error(describeProblems(problems));
  return Object.freeze({
    databaseUrl: data.DATABASE_URL,
    port: data.PORT,
    host: data.HOST,
    demoPort: data.DEMO_PORT,
    publicUrl: (address ?? `http://localhost:${data.PORT}`).replace(/\/+$/, ''),
    isAddressConfigured: address !== undefined || values.PORT !== undefined,
    allowHttp: data.ALLOW_HTTP,
    trustedProxies: data.TRUSTED_PROXIES,
    logLevel: data.LOG_LEVEL,
    rateLimits: data.RATE_LIMITS,
    secret: data.SECRET,
    secretPrevious: data.SECRET_PREVIOUS,
    metricsToken: data.METRICS_TOKEN,
  });
}

const instance = z.object({
  TIDINGS_URL: z.url({
    protocol: /^https?$/,
    error: missingOrInvalid(
      'http://localhost:3000',
      'must be the http or https address of an instance, such as http://localhost:3000',
    ),
  }),
  TIDINGS_KEY: z
    .string({ error: missingOrInvalid('sk_…', 'must be an API key; it begins with sk_') })
    .startsWith('sk_', 'must be an API key; it begins with sk_'),
});

/** The instance that the publisher's commands call, and the API key that they use. */
export interface Instance {
  readonly url: string;
  readonly key: string;
}

/** Reads the instance from the environment. Throws an Error that lists what is missing or wrong. */
export function readInstance(
  variables: Record<string, string | undefined> = process.env,
): Instance {
  const { data, error } = instance.safeParse(withoutEmpty(variables));
  if (data) return { url: data.TIDINGS_URL.replace(/\/+$/, ''), key: data.TIDINGS_KEY };
  throw new Error(describeProblems(error.issues.map(describeIssue)));
}

/** This process's environment with these variables added, for a child process. */
export function environmentWith(added: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...added };
}

/** Returns a database's address without user name and password, so that it can be printed. */
export function withoutPassword(databaseUrl: string): string {
  return databaseUrl.replace(/\/\/[^@]*@/, '//');
}

function withoutEmpty(variables: Record<string, string | undefined>) {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
}

function oneOf<const Values extends readonly string[]>(values: Values) {
  return z.enum(values, `must be ${values.join(', ').replace(/, (?=[^,]*$)/, ' or ')}`);
}

function missingOrInvalid(example: string, invalidMessage: string) {
  return ({ input }: { input?: unknown }) =>
    input === undefined ? `is not set. Example: ${example}` : invalidMessage;
}

function describeIssue(issue: z.core.$ZodIssue): string {
  return `${issue.path.join('.')} ${issue.message}`;
}

function readList(value: string): string[] {
  return value.split(/[\s,]+/).filter((item) => item !== '');
}

/** Whether a secret has at least 32 characters and is not one word repeated. */
function isStrong(secret: string): boolean {
  return secret.length >= 32 && new Set(secret).size >= 12;
}

/** Whether sessions are safe on the network: over https, or over http on this machine itself. */
function isSafe(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || isLoopbackHost(hostname);
}

/** Whether the hostname of a URL is this machine's name for itself. */
export function isLoopbackHost(hostname: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

function describeProblems(problems: string[]): string {
  return [
    'Environment variables are missing or wrong:',
    ...problems.map((line) => `  ${line}`),
  ].join('\n');
}
