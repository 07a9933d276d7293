#ifndef C_PROCESSES_H
#define C_PROCESSES_H

/// Has a program that is started begin in an open folder; `actions` is a `posix_spawn_file_actions_t *`.
///
/// Returns 0 or the error number, as the functions of its family do.
int cprocesses_spawn_in_folder(void *actions, int folder);

/// Makes a pipe that no program inherits, not even one that another thread starts at that moment.
///
/// Returns 0, or -1 with `errno` set.
int cprocesses_pipe(int ends[2]);

#endif
