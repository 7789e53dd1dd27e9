#include "CPNG.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

uint32_t cpng_crc32(uint32_t crc, const uint8_t *bytes, size_t length) { return (uint32_t)crc32_z(crc, bytes, length); }

long cpng_gunzip_prefix(const uint8_t *bytes, size_t length, uint8_t *out, size_t capacity) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (inflateInit2(&stream, 15 + 16) != Z_OK) return -1;
    stream.next_in = (Bytef *)bytes;
    stream.avail_in = (uInt)length;
    stream.next_out = out;
    stream.avail_out = (uInt)capacity;
    int result = inflate(&stream, Z_SYNC_FLUSH);
    long produced = (long)(capacity - stream.avail_out);
    inflateEnd(&stream);
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR && produced == 0) return -1;
    return produced;
}

long cpng_inflate(const uint8_t *bytes, size_t length, uint8_t *out, size_t capacity) {
    uLongf produced = capacity;
    return uncompress(out, &produced, bytes, length) == Z_OK ? (long)produced : -1;
}

size_t cpng_deflate_bound(size_t length) { return compressBound(length); }

long cpng_deflate(const uint8_t *bytes, size_t length, uint8_t *out, size_t capacity) {
    uLongf produced = capacity;
    return compress2(out, &produced, bytes, length, 6) == Z_OK ? (long)produced : -1;
}

#define CHUNK (256u << 10)

int cpng_gunzip_check(const char *path, uint64_t limit, uint64_t *length) {
    *length = 0;
    FILE *file = fopen(path, "rbe");
    uint8_t *in = malloc(CHUNK), *out = malloc(CHUNK);
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    int answer = 4, begun = 0;
    if (file && in && out && inflateInit2(&stream, 15 + 16) == Z_OK) {
        begun = 1;
        answer = 1;
        int result = Z_OK;
        for (;;) {
            if (stream.avail_in == 0) {
                stream.next_in = in;
                stream.avail_in = (uInt)fread(in, 1, CHUNK, file);
                if (stream.avail_in == 0) break;
            }
            if (result == Z_STREAM_END) {
                /* A file may hold several streams one after another; what is none is padding. */
                if (stream.next_in[0] != 0x1f || inflateReset(&stream) != Z_OK) break;
            }
            stream.next_out = out;
            stream.avail_out = CHUNK;
            result = inflate(&stream, Z_NO_FLUSH);
            *length += CHUNK - stream.avail_out;
            if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) answer = 2;
            if (*length > limit) answer = 3;
            if (answer != 1) break;
        }
        if (answer == 1 && result == Z_STREAM_END) answer = 0;
    }
    if (begun) inflateEnd(&stream);
    if (file) fclose(file);
    free(in);
    free(out);
    return answer;
}
