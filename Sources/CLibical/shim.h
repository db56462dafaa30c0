#pragma once
#include <libical/ical.h>

/* The error number is a macro in C and so invisible to Swift. */
static inline icalerrorenum portcullis_ical_error(void) { return icalerrno; }
static inline void portcullis_ical_clear_error(void) { icalerror_clear_errno(); }
