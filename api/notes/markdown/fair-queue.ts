/** The project and the caller that a task is for. */
export interface Requester {
  projectId: string;
  /** The caller within the project, such as `person:ID`. */
  caller: string;
}

/** Tasks that wait for the one worker. */
export interface FairQueue<Task> {
  push(requester: Requester, task: Task): void;
  /** Removes and returns the next task; undefined if none waits. */
  shift(): Task | undefined;
}

/**
 * Creates a queue in which projects take turns, and callers within a project: a project waits for
 * at most one task of each other project. Tasks of one caller keep their order.
 */
export function createFairQueue<Task>(): FairQueue<Task> {
  const projects = new Map<string, Map<string, Task[]>>();
  /** The project that had the last turn. */
  let last: string | undefined;
  return {
    push({ projectId, caller }, task) {
      const callers = projects.get(projectId) ?? new Map<string, Task[]>();
      const tasks = callers.get(caller) ?? [];
      tasks.push(task);
      callers.set(caller, tasks);
      projects.set(projectId, callers);
    },
    shift() {
      const [projectId, callers] = takeFirst(projects, last) ?? [];
      last = projectId;
      const [caller, tasks] = takeFirst(callers) ?? [];
      const task = tasks?.shift();
      if (caller !== undefined && tasks && tasks.length > 0) callers?.set(caller, tasks);
      if (projectId !== undefined && callers && callers.size > 0) projects.set(projectId, callers);
      return task;
    },
  };
}

/** Removes and returns the entry whose turn it is. Set again, it waits behind all others. */
function takeFirst<Value>(
  from: Map<string, Value> | undefined,
  last?: string,
): [string, Value] | undefined {
  const [first, second] = from ?? [];
  const next = first?.[0] === last ? (second ?? first) : first;
  if (next) from?.delete(next[0]);
  return next;
}
