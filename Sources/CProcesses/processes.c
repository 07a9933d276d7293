// The C library hides these from Swift, as they are not in POSIX.1-2008.
#define _GNU_SOURCE
#include "CProcesses.h"

#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

int cprocesses_spawn_in_folder(void *actions, int folder) {
  return posix_spawn_file_actions_addfchdir_np((posix_spawn_file_actions_t *)actions, folder);
}

int cprocesses_pipe(int ends[2]) {
#ifdef __APPLE__
  if (pipe(ends) != 0) return -1;
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  fcntl(ends[1], F_SETFD, FD_CLOEXEC);
  return 0;
#else
  return pipe2(ends, O_CLOEXEC);
#endif
}
