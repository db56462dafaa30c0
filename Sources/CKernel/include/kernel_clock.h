#pragma once
#include <stdint.h>

/* Seconds since 1970 by the kernel's clock, where the kernel calls it synchronised; else, or where the call is refused, -1.
   Here because glibc's module map leaves sys/timex.h out. */
int64_t portcullis_synchronised_seconds(void);

/* Nanoseconds by CLOCK_BOOTTIME, which nobody sets. Here because a release build does not see the members of timespec. */
int64_t portcullis_boot_nanoseconds(void);
