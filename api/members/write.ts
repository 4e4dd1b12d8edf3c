export { expectedRevision } from '../http/preconditions.ts';
export type { Change, Reply } from './guard.ts';
