"""The engine: it runs tasks, and knows nothing about documents.

In: `task.Task` values made by the caller, the `Files` that their actions read through, the cache of earlier runs. Out:
the files below the output folder, and one `run.Outcome` with every problem of the run. Possible failures: the list of
tasks (`BuildError`, before anything runs), single tasks (problems; independent tasks continue), the disk (a problem
with the path), a worker process (a problem with the task it was busy with). A bug of our own is raised unchanged, with
its traceback.

    task        what a task is, and performing one
    recording   `Files` that remember what was asked
    canonical   which function with which parameters a task is
    versions    the versions of our code and of libraries; `environment` answers all that dependencies ask, once a run
    traces      how a task was last done, and why it is stale
    graph       the list of tasks is checked: names, outputs, needs, cycles
    schedule    what is ready, what is stale, what is done, what fails with what
    run         a session: the cache, the workers, and several lists of tasks
    pool        where a task is performed, and what such a place has to do; this process is one
    workers     worker processes, another; `memory` watches them
    jobserver   the tokens of GNU make, of which each job takes one
    quiet       what libraries log and warn of reaches no terminal
    interrupts  Ctrl-C, only where nothing can be left half done
    outputs     what is written below the output folder, and what is removed there
    store       results by their digest; `log` the traces; `run_trace` the trace of a run; `lock` one run at a time
    cache       all four

The result does not depend on the number of workers or on the order in which they finish: actions are pure, needs come
in the order of the task, and everything in an `Outcome` is sorted. The scheduler asks a `pool.Pool` for futures and
waits for them; needs and results are named by digest, so other machines can replace worker processes. `task.perform` is
the only door to an action.
"""
