/* Shifts the clock on the wall of a program that loads this before the C library, and no other clock: by the seconds that
   stand in the file `offset` of the folder SHIFTED_CLOCK, read at every look, so that a test can set it while the program
   runs. Where there is a file `standing`, the clock stands still at the milliseconds since 1970 that it names. The file
   `synchronised` says what the kernel says of it. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

static long number(const char *name) {
  const char *folder = getenv("SHIFTED_CLOCK");
  char path[4096], text[32];
  if (!folder) return 0;
  snprintf(path, sizeof path, "%s/%s", folder, name);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  ssize_t length = read(file, text, sizeof text - 1);
  close(file);
  if (length <= 0) return 0;
  text[length] = 0;
  return atol(text);
}

int clock_gettime(clockid_t clock, struct timespec *at) {
  int result = syscall(SYS_clock_gettime, clock, at);
  if (result != 0 || (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)) return result;
  long standing = number("standing");
  if (standing > 0) {
    at->tv_sec = standing / 1000;
    at->tv_nsec = standing % 1000 * 1000000;
  } else {
    at->tv_sec += number("offset");
  }
  return result;
}

int gettimeofday(struct timeval *restrict at, void *restrict zone) {
  struct timespec now;
  (void)zone;
  if (clock_gettime(CLOCK_REALTIME, &now) != 0) return -1;
  at->tv_sec = now.tv_sec;
  at->tv_usec = now.tv_nsec / 1000;
  return 0;
}

time_t time(time_t *at) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (at) *at = now.tv_sec;
  return now.tv_sec;
}

int adjtimex(struct timex *state) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  state->time.tv_sec = now.tv_sec;
  state->time.tv_usec = now.tv_nsec / 1000;
  if (number("synchronised")) {
    state->status = STA_PLL;
    return TIME_OK;
  }
  state->status = STA_UNSYNC;
  return TIME_ERROR;
}
