#if !defined(__x86_64__) && !(defined(__aarch64__) && defined(__ARM_NEON))

#include "CDigests.h"

bool cdigests_sha256_is_supported(void) { return false; }

void cdigests_sha256_compress(uint32_t *state, const uint8_t *bytes, size_t count) {
  (void)state, (void)bytes, (void)count;
}

#endif
