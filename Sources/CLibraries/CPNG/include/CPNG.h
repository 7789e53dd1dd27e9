#ifndef CPNG_H
#define CPNG_H

#include <stddef.h>
#include <stdint.h>

/* libpng reports errors by longjmp; every function here catches it, so that none crosses Swift. */

#define CPNG_MESSAGE_LENGTH 200

typedef struct {
    uint32_t width, height;
    int channels;  /* of the rows handed out: 1 or 3; palettes are resolved, transparent pixels are laid over black */
    int depth;     /* of the rows handed out: 8 or 16 (native byte order) */
    int interlaced;
} cpng_info;

typedef struct cpng_reader cpng_reader;

/* NULL on failure, with the reason in message. */
cpng_reader *cpng_open(const char *path, cpng_info *info, char message[CPNG_MESSAGE_LENGTH]);
/* Reads the next row. 0 on success. An interlaced picture is read as a whole at the first row. */
int cpng_read(cpng_reader *reader, uint8_t *row, char message[CPNG_MESSAGE_LENGTH]);
/* All rows, one right behind the other; instead of cpng_read. 0 on success. */
int cpng_read_whole(cpng_reader *reader, uint8_t *rows, char message[CPNG_MESSAGE_LENGTH]);
void cpng_close(cpng_reader *reader);

typedef struct cpng_writer cpng_writer;

typedef struct {
    uint32_t width, height;
    int channels;    /* of the rows handed in: 1 grey, 3 RGB, 4 blue, green, red and one left out */
    int depth;       /* 8 or 16 (native byte order) */
    int interlaced;
    int fast;        /* one filter and no search for repetitions: a fraction of the time */
} cpng_settings;

cpng_writer *cpng_create(const char *path, const cpng_settings *settings, char message[CPNG_MESSAGE_LENGTH]);
/* A chunk of four letters, before the first row. 0 on success. */
int cpng_chunk(cpng_writer *writer, const char *name, const uint8_t *bytes, size_t length, char message[CPNG_MESSAGE_LENGTH]);
/* Writes the next rows (16-bit samples in native byte order); an interlaced picture must come in one call. */
int cpng_write(cpng_writer *writer, const uint8_t *rows, size_t row_bytes, uint32_t count, char message[CPNG_MESSAGE_LENGTH]);
/* Completes the file; 0 when all of it was handed to the file system. Frees the writer in any case. */
int cpng_finish(cpng_writer *writer, char message[CPNG_MESSAGE_LENGTH]);
void cpng_abandon(cpng_writer *writer);

/* CRC-32 as in PNG and gzip; crc is that of the bytes before, 0 at the beginning. */
uint32_t cpng_crc32(uint32_t crc, const uint8_t *bytes, size_t length);

/* Inflates the beginning of gzip data; how many bytes came out, at most capacity; -1 when it is no gzip data. */
long cpng_gunzip_prefix(const uint8_t *bytes, size_t length, uint8_t *out, size_t capacity);

/* zlib data (as in PNG): inflated to at most capacity bytes. The length, or -1 when damaged, cut short or longer. */
long cpng_inflate(const uint8_t *bytes, size_t length, uint8_t *out, size_t capacity);
/* How long cpng_deflate's output is at most, and that output's length, or -1. */
size_t cpng_deflate_bound(size_t length);
long cpng_deflate(const uint8_t *bytes, size_t length, uint8_t *out, size_t capacity);

/* Inflates a gzip file to its end, keeping nothing: 0 when it is whole, its checksums right and it holds no more than
   limit bytes; 1 cut short, 2 damaged, 3 more than limit, 4 cannot be read. length is what came out. */
int cpng_gunzip_check(const char *path, uint64_t limit, uint64_t *length);

#endif
