import { existsSync } from 'node:fs';
import { z } from 'zod';

/** How requests are limited: `count` counts and never refuses; `off` is for load tests alone. */
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
  SECRET: z.string().refine(isStrong, 'must be 32 characters or more, drawn at random').optional(),
  SECRET_PREVIOUS: z
    .string()
    .refine(isStrong, 'must be the former SECRET, 32 characters or more')
    .optional(),
  METRICS_TOKEN: z.string().min(16, 'must be 16 characters or more').optional(),
});

export type RateLimitMode = (typeof rateLimitModes)[number];

/** What the operator decided. `secret` is undefined where the instance keeps its own. */
export interface Config {
  readonly databaseUrl: string;
  readonly port: number;
  readonly host: string;
  /** Where the host app of the demo listens, on the same host; 0 is any free port. */
  readonly demoPort: number;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  /** Whether the environment says it, by `PUBLIC_URL` or `PORT`; otherwise it is only a guess. */
  readonly isAddressConfigured: boolean;
  /** Whether people may sign in over plain http, where others could listen. */
  readonly allowHttp: boolean;
  /** Addresses and CIDR ranges whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  readonly logLevel: (typeof logLevels)[number];
  readonly rateLimits: RateLimitMode;
  readonly secret: string | undefined;
  /** What `secret` was before, as long as something may still be protected by it. */
  readonly secretPrevious: string | undefined;
  readonly metricsToken: string | undefined;
  /** How many answers may share a commit; no variable sets it, the bench compares with 1. */
  readonly answersPerCommit?: number;
}

/** Adds what a file named `.env` in this folder says; what is set already stays as it is. */
export function loadEnvironmentFile(): void {
  if (existsSync('.env')) process.loadEnvFile();
}

/**
 * Reads the environment, or throws an Error that lists every wrong variable at once. Variables that
 * Tidings does not know are left alone: the environment belongs to others too.
 */
export function readConfig(variables: Record<string, string | undefined> = process.env): Config {
  const values = withoutEmpty(variables);
  const { data, error } = environment.safeParse(values);
  const problems = (error?.issues ?? []).map(describeIssue);
  // Told with the others, so that nobody mends one mistake only to hear of the next.
  const address = environment.shape.PUBLIC_URL.safeParse(values.PUBLIC_URL).data;
  if (address && values.ALLOW_HTTP !== '1' && !isSafe(address)) {
    problems.push('PUBLIC_URL must be https, unless ALLOW_HTTP=1 says that you know the risk');
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

/** Where the publisher's commands send their requests, and as whom. */
export interface Instance {
  readonly url: string;
  readonly key: string;
}

/** Reads it from the environment, or throws an Error that lists what is missing or wrong. */
export function readInstance(
  variables: Record<string, string | undefined> = process.env,
): Instance {
  const { data, error } = instance.safeParse(withoutEmpty(variables));
  if (data) return { url: data.TIDINGS_URL.replace(/\/+$/, ''), key: data.TIDINGS_KEY };
  throw new Error(describeProblems(error.issues.map(describeIssue)));
}

/** Our environment with these variables added, for a program that we start. */
export function environmentWith(added: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...added };
}

/** A database's address as it may be printed: without a name and password. */
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

/** Long, and not one word over and over. */
function isStrong(secret: string): boolean {
  return secret.length >= 32 && new Set(secret).size >= 12;
}

/** Over plain http a session could be read on the way, except on the machine itself. */
function isSafe(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || isLoopbackHost(hostname);
}

/** Whether a name, as a URL has it, is this machine's own for itself. */
export function isLoopbackHost(hostname: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

function describeProblems(problems: string[]): string {
  return ['The environment has mistakes:', ...problems.map((line) => `  ${line}`)].join('\n');
}
