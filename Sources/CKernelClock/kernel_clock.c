#include "kernel_clock.h"

#include <sys/timex.h>

int64_t portcullis_synchronised_seconds(void) {
  struct timex state = {0};
  int answer = adjtimex(&state);
  if (answer < 0 || answer == TIME_ERROR || (state.status & STA_UNSYNC)) return -1;
  return state.time.tv_sec;
}
