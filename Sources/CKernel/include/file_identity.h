#pragma once
#include <stdint.h>

/* Which file a name or a descriptor stands for. */
struct portcullis_file_identity {
  uint64_t device;
  uint64_t inode;
  uint64_t names;
};

/* 0, or -1 with errno. Asked without the times, which `stat` cannot leave out: since Linux 6.13 a file whose times were
   looked at gets exact ones with its next write, and on ext4 that is a journal entry more for each commit, which cost
   durable submits a sixth of their rate. */
int portcullis_identity_of_path(const char *path, struct portcullis_file_identity *identity);
int portcullis_identity_of_descriptor(int descriptor, struct portcullis_file_identity *identity);
