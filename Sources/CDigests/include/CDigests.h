#ifndef CDIGESTS_H
#define CDIGESTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Whether this processor has the SHA-256 instructions that this target knows (x86 SHA extensions, ARMv8 SHA2).
bool cdigests_sha256_is_supported(void);

/// Runs the SHA-256 compression function (FIPS 180-4, section 6.2.2) over whole blocks.
///
/// To be called only where cdigests_sha256_is_supported() holds; elsewhere it does nothing.
///
/// - state: the eight words H0 to H7, read and replaced.
/// - bytes: count * 64 bytes of any alignment.
/// - count: how many blocks of 64 bytes there are; 0 is allowed.
void cdigests_sha256_compress(uint32_t *state, const uint8_t *bytes, size_t count);

#endif
