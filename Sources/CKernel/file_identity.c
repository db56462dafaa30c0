#define _GNU_SOURCE
#include "file_identity.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

static int identity(int descriptor, const char *path, int flags, struct portcullis_file_identity *identity) {
  struct statx found;
  if (statx(descriptor, path, flags, STATX_INO | STATX_NLINK, &found) == 0) {
    identity->device = makedev(found.stx_dev_major, found.stx_dev_minor);
    identity->inode = found.stx_ino;
    identity->names = found.stx_nlink;
    return 0;
  }
  /* Kernels before 4.11, and sandboxes that do not know it. */
  if (errno != ENOSYS && errno != EPERM) return -1;
  struct stat plain;
  if (fstatat(descriptor, path, &plain, flags) != 0) return -1;
  identity->device = plain.st_dev;
  identity->inode = plain.st_ino;
  identity->names = plain.st_nlink;
  return 0;
}

int portcullis_identity_of_path(const char *path, struct portcullis_file_identity *found) {
  return identity(AT_FDCWD, path, 0, found);
}

int portcullis_identity_of_descriptor(int descriptor, struct portcullis_file_identity *found) {
  return identity(descriptor, "", AT_EMPTY_PATH, found);
}
