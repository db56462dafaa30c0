#include "kernel_clock.h"

#include <sys/timex.h>
#include <time.h>

int64_t portcullis_synchronised_seconds(void) {
  struct timex state = {0};
  int answer = adjtimex(&state);
  if (answer < 0 || answer == TIME_ERROR || (state.status & STA_UNSYNC)) return -1;
  return state.time.tv_sec;
}

int64_t portcullis_boot_nanoseconds(void) {
  struct timespec time;
  /* It cannot fail for a clock that every kernel of the last fifteen years has. */
  clock_gettime(CLOCK_BOOTTIME, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}
