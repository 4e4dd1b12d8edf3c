import type { TestApi } from '../support/api.ts';

/** One operation of the document, with its method in capitals. */
export interface Operation {
  method: string;
  path: string;
  operationId?: string;
  /** The least role, for a member route; undefined for a public one. */
  role: string | undefined;
  requestBody?: { required?: boolean };
  parameters?: { name: string; in: string; required?: boolean }[];
}

type Described = Omit<Operation, 'method' | 'path' | 'role'> & {
  security?: { apiKey?: string[] }[];
};

/** All that the document of a running app has, in its order. */
export async function listOperations({ app }: TestApi): Promise<Operation[]> {
  const reply = await app.request('/openapi.json');
  const document: { paths: Record<string, Record<string, Described>> } = await reply.json();
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { security, ...operation }]) => ({
      ...operation,
      method: method.toUpperCase(),
      path,
      role: security?.[0]?.apiKey?.[0],
    })),
  );
}
