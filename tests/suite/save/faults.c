/* Stands between a program and the calls that change the disk below one folder: counts them, and at one of them kills the process
   or refuses. FAULTS_BELOW: the folder. FAULTS_AT: which call. FAULTS_HOW: `kill`; `half`, for a write that is broken off; the number
   of an error, with a `+` where every later call fails too; or the path of a file into which somebody else writes at that moment.
   FAULTS_LOG: a file that gets a line for each call. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum verdict { GO, REFUSE, HALF };

static int count;

static void die(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

static enum verdict judge(const char *call, const char *path) {
  const char *below = getenv("FAULTS_BELOW"), *at = getenv("FAULTS_AT"), *how = getenv("FAULTS_HOW"), *log = getenv("FAULTS_LOG");
  if (!below || !path || strncmp(path, below, strlen(below))) return GO;
  int n = __atomic_add_fetch(&count, 1, __ATOMIC_SEQ_CST);
  if (log) {
    char line[5000];
    int length = snprintf(line, sizeof line, "%s %s\n", call, path + strlen(below));
    int fd = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND, 0666);
    syscall(SYS_write, fd, line, length);
    syscall(SYS_close, fd);
  }
  if (!at || !how) return GO;
  if (how[0] == '/') {
    if (n == atoi(at)) {
      int fd = syscall(SYS_openat, AT_FDCWD, how, O_WRONLY | O_TRUNC);
      syscall(SYS_write, fd, "van een ander", 13);
      syscall(SYS_close, fd);
    }
    return GO;
  }
  if (!strcmp(how, "half")) return n == atoi(at) ? HALF : GO;
  if (!strcmp(how, "kill")) {
    if (n == atoi(at)) die();
    return GO;
  }
  if (n == atoi(at) || (strchr(how, '+') && n > atoi(at))) {
    errno = atoi(how);
    return REFUSE;
  }
  return GO;
}

static enum verdict judge_fd(const char *call, int fd) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return GO;
  path[length] = 0;
  return judge(call, path);
}

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

#define OF_PATH(name, path, parameters, arguments)      \
  int name parameters {                                 \
    REAL(name);                                         \
    enum verdict verdict = judge(#name, path);          \
    if (verdict == HALF) die();                         \
    return verdict == GO ? real arguments : -1;         \
  }
#define OF_FD(name, fd, parameters, arguments)          \
  int name parameters {                                 \
    REAL(name);                                         \
    enum verdict verdict = judge_fd(#name, fd);         \
    if (verdict == HALF) die();                         \
    return verdict == GO ? real arguments : -1;         \
  }

OF_PATH(rename, to, (const char *from, const char *to), (from, to))
OF_PATH(unlink, path, (const char *path), (path))
OF_PATH(mkdir, path, (const char *path, mode_t mode), (path, mode))
OF_PATH(rmdir, path, (const char *path), (path))
OF_PATH(chmod, path, (const char *path, mode_t mode), (path, mode))
OF_PATH(link, to, (const char *from, const char *to), (from, to))
OF_PATH(symlink, to, (const char *from, const char *to), (from, to))
OF_FD(fsync, fd, (int fd), (fd))
OF_FD(fdatasync, fd, (int fd), (fd))
OF_FD(fchmod, fd, (int fd, mode_t mode), (fd, mode))
OF_FD(ftruncate, fd, (int fd, off_t length), (fd, length))
OF_FD(ftruncate64, fd, (int fd, off64_t length), (fd, length))

ssize_t write(int fd, const void *bytes, size_t length) {
  REAL(write);
  switch (judge_fd("write", fd)) {
    case REFUSE: return -1;
    case HALF: real(fd, bytes, length / 2); die();
    default: return real(fd, bytes, length);
  }
}

#define OPEN(name)                                                                          \
  int name(const char *path, int flags, ...) {                                              \
    REAL(name);                                                                             \
    va_list more;                                                                           \
    va_start(more, flags);                                                                  \
    mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;                               \
    va_end(more);                                                                           \
    enum verdict verdict = flags & (O_CREAT | O_WRONLY | O_RDWR) ? judge(#name, path) : GO; \
    if (verdict == HALF) die();                                                             \
    return verdict == GO ? real(path, flags, mode) : -1;                                    \
  }

OPEN(open)
OPEN(open64)
