#if defined(__x86_64__)

#include "CDigests.h"
#include "constants.h"

#include <cpuid.h>
#include <immintrin.h>

bool cdigests_sha256_is_supported(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d)) return false;
  bool has_ssse3 = c & (1u << 9), has_sse41 = c & (1u << 19);
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return false;
  bool has_sha = b & (1u << 29);
  return has_ssse3 && has_sse41 && has_sha;
}

__attribute__((target("sha,sse4.1,ssse3")))
void cdigests_sha256_compress(uint32_t *state, const uint8_t *bytes, size_t count) {
  // The instructions want the working variables as two registers, the first letter in the highest lane.
  __m128i abef = _mm_set_epi32((int)state[0], (int)state[1], (int)state[4], (int)state[5]);
  __m128i cdgh = _mm_set_epi32((int)state[2], (int)state[3], (int)state[6], (int)state[7]);
  const __m128i big_endian = _mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3);

  for (; count > 0; count--, bytes += 64) {
    const __m128i abef_before = abef, cdgh_before = cdgh;
    __m128i w[4];  // the last sixteen words of the message schedule, four by four

#pragma clang loop unroll(full)
    for (int group = 0; group < 16; group++) {
      __m128i next;
      if (group < 4) {
        next = _mm_loadu_si128((const __m128i *)(const void *)(bytes + 16 * group));
        next = _mm_shuffle_epi8(next, big_endian);
      } else {
        const __m128i w16 = w[group & 3], w12 = w[(group + 1) & 3];
        const __m128i w8 = w[(group + 2) & 3], w4 = w[(group + 3) & 3];
        const __m128i w7 = _mm_alignr_epi8(w4, w8, 4);
        next = _mm_sha256msg2_epu32(_mm_add_epi32(_mm_sha256msg1_epu32(w16, w12), w7), w4);
      }
      w[group & 3] = next;

      const __m128i k = _mm_loadu_si128((const __m128i *)(const void *)(round_constants + 4 * group));
      const __m128i sum = _mm_add_epi32(next, k);
      // After two rounds the new A, B, E, F come out, and the old ones have become C, D, G, H.
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0e));
    }

    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }

  state[0] = (uint32_t)_mm_extract_epi32(abef, 3);
  state[1] = (uint32_t)_mm_extract_epi32(abef, 2);
  state[2] = (uint32_t)_mm_extract_epi32(cdgh, 3);
  state[3] = (uint32_t)_mm_extract_epi32(cdgh, 2);
  state[4] = (uint32_t)_mm_extract_epi32(abef, 1);
  state[5] = (uint32_t)_mm_extract_epi32(abef, 0);
  state[6] = (uint32_t)_mm_extract_epi32(cdgh, 1);
  state[7] = (uint32_t)_mm_extract_epi32(cdgh, 0);
}

#endif
