/** Whose work it is. */
export interface Requester {
  projectId: string;
  /** Who asks within the project, such as `person:ID`. */
  caller: string;
}

/** Tasks that wait for the one worker. */
export interface FairQueue<Task> {
  push(requester: Requester, task: Task): void;
  /** Takes out the next task; undefined if none waits. */
  shift(): Task | undefined;
}

/**
 * Projects take turns, and within a project its callers do, so that nobody waits for more than one
 * task of each other project. Tasks of one caller keep their order.
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

/** The entry whose turn it is, which leaves the map; set again, it waits behind all others. */
function takeFirst<Value>(
  from: Map<string, Value> | undefined,
  last?: string,
): [string, Value] | undefined {
  const [first, second] = from ?? [];
  const next = first?.[0] === last ? (second ?? first) : first;
  if (next) from?.delete(next[0]);
  return next;
}
