#if defined(__aarch64__) && defined(__ARM_NEON)

#include "CDigests.h"
#include "constants.h"

#include <arm_neon.h>

#if defined(__linux__)
#include <sys/auxv.h>
#endif

bool cdigests_sha256_is_supported(void) {
#if defined(__APPLE__)
  return true;  // every 64-bit Apple processor has them
#elif defined(__linux__)
  return getauxval(AT_HWCAP) & (1ul << 6);  // HWCAP_SHA2
#else
  return false;
#endif
}

__attribute__((target("sha2")))
void cdigests_sha256_compress(uint32_t *state, const uint8_t *bytes, size_t count) {
  uint32x4_t abcd = vld1q_u32(state), efgh = vld1q_u32(state + 4);

  for (; count > 0; count--, bytes += 64) {
    const uint32x4_t abcd_before = abcd, efgh_before = efgh;
    uint32x4_t w[4];  // the last sixteen words of the message schedule, four by four

#pragma clang loop unroll(full)
    for (int group = 0; group < 16; group++) {
      uint32x4_t next;
      if (group < 4) {
        next = vreinterpretq_u32_u8(vrev32q_u8(vld1q_u8(bytes + 16 * group)));
      } else {
        const uint32x4_t w16 = w[group & 3], w12 = w[(group + 1) & 3];
        const uint32x4_t w8 = w[(group + 2) & 3], w4 = w[(group + 3) & 3];
        next = vsha256su1q_u32(vsha256su0q_u32(w16, w12), w8, w4);
      }
      w[group & 3] = next;

      const uint32x4_t sum = vaddq_u32(next, vld1q_u32(round_constants + 4 * group));
      const uint32x4_t abcd_old = abcd;
      abcd = vsha256hq_u32(abcd, efgh, sum);
      efgh = vsha256h2q_u32(efgh, abcd_old, sum);
    }

    abcd = vaddq_u32(abcd, abcd_before);
    efgh = vaddq_u32(efgh, efgh_before);
  }

  vst1q_u32(state, abcd);
  vst1q_u32(state + 4, efgh);
}

#endif
